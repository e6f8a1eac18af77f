"""No file names a package registry's host, and every locked package has a hash: `python .ci/check_addresses.py`.

Where packages come from is the machine's affair; what they are is fixed by their hashes.
"""

import re
import subprocess
import sys
from pathlib import Path

# Put together here, so that this file does not name them either.
_HOSTS = {
    "org": ["pypi", "pythonhosted", "deb.debian", "security.debian", "registry.npmjs", "crates", "proxy.golang"],
    "com": ["yarnpkg", "registry.yarnpkg"],
    "io": ["crates", "ghcr", "quay"],
}
_HOST = re.compile("|".join(rf"\b{re.escape(name)}\.{end}\b" for end, names in _HOSTS.items() for name in names))
_ADDRESS_OPTION = re.compile(
    r"^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b|@ *(http|file|git)", re.MULTILINE
)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def main() -> int:
    """Print every finding; 1 if there is one."""
    findings = [*_named_hosts(), *_loose_pins()]
    print("\n".join(findings))
    return 1 if findings else 0


def _named_hosts() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 (the user's git)
        check=True,
        capture_output=True,
        text=True,
    )
    files = [Path(name) for name in listing.stdout.split("\0") if name]
    return [f"{file}: names {match[0]}" for file in files if file.is_file() for match in _HOST.finditer(_text(file))]


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", errors="replace")


def _loose_pins() -> list[str]:
    run, test = (_text(Path(f"requirements/{name}.txt")) for name in ("run", "test"))
    findings = [
        f"{name}: {pin} differs in test.txt" for name, pin in _pins(run).items() if _pins(test).get(name) != pin
    ]
    for lock in (run, test):
        findings += [f"an address: {match[0].strip()}" for match in _ADDRESS_OPTION.finditer(lock)]
        blocks = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
        findings += [
            f"no hash: {block.strip()}" for block in blocks if _PIN.match(block) and "--hash=sha256:" not in block
        ]
        findings += [] if _pins(lock) else ["a lock without a package"]
    return findings


def _pins(lock: str) -> dict[str, str]:
    return dict(_PIN.findall(lock))


if __name__ == "__main__":
    sys.exit(main())
