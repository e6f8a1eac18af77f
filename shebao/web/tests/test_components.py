"""Every component is drawn, and none lets hostile text out as markup."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.backends.django import Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.safestring import SafeString

from shebao.web import labels, parts, styleguide
from shebao.web.templatetags import page
from shebao.web.tests.conftest import Draw

TEMPLATES = Path(styleguide.__file__).parent / "templates"
STATIC = Path(styleguide.__file__).parent / "static" / "web"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</textarea><svg onload=alert(1)>",
    "{{ settings.SECRET_KEY }}{% debug %}",
)


class Reader(HTMLParser):
    """Reads html as a browser would, and remembers what could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.running: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.running += [name for name in names if name.startswith("on") or name == "autofocus"]
        if tag == "img" or (tag == "script" and "src" not in names):
            self.running.append(tag)


def safe(html: str) -> bool:
    return not Reader(html).running


@pytest.mark.parametrize("name", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")))
def test_every_template_loads(name: str) -> None:
    assert isinstance(get_template(name), Template)


@pytest.mark.parametrize("door", ["portal", "office"])
def test_the_style_guide_is_drawn_without_inline_code(door: str) -> None:
    html = styleguide.styleguide(RequestFactory().get("/"), door).content.decode()

    assert "劳动合同信息参保登记列表" in html
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=|javascript:|hx-on", html)
    assert styleguide.SAMPLE_NUMBER not in html


def test_ids_of_a_page_are_unique() -> None:
    html = styleguide.styleguide(RequestFactory().get("/")).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert sorted(ids) == sorted(set(ids))


def test_labels_lead_to_their_inputs(draw: Draw) -> None:
    html = draw("{% fields form %}", form=styleguide.SampleForm({}))
    targets = set(re.findall(r'\sid="([^"]+)"', html))

    assert set(re.findall(r'for="([^"]+)"', html)) <= targets
    assert {name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()} <= targets


SOURCES: dict[str, str] = {
    "page_header": "{% page_header x lead=x crumbs=links caption=x %}{{ x }}{% endpage_header %}",
    "card": "{% card title=x lead=x id=x tone=x more_url=x more_label=x %}{{ x }}{% endcard %}",
    "section": "{% section x lead=x id=x show_when=x %}{{ x }}{% endsection %}",
    "fieldset": "{% fieldset x help=x %}{{ x }}{% endfieldset %}",
    "notice": "{% notice x title=x %}{{ x }}{% endnotice %}",
    "stats": "{% stats %}{% stat x x url=x hint=x tone=x unit=x %}{% endstats %}",
    "grid": "{% grid columns=x %}{{ x }}{% endgrid %}",
    "tiles": "{% tiles %}{% tile x x text=x mark=x badge=x %}{% endtiles %}",
    "empty_state": "{% empty_state x %}{{ x }}{% endempty_state %}",
    "details": "{% details x open=True %}{{ x }}{% enddetails %}",
    "facts": "{% facts columns=x %}{% fact x x note=x %}{% endfacts %}",
    "fact_list": "{% fact_list pairs columns=3 %}",
    "icon": "{% icon x %}",
    "buttons": "{% buttons align=x %}{% button x kind=x name=x value=x form=x formaction=x %}{% button x url=x %}"
    "{% endbuttons %}",
    "post_button": "{% post_button x x kind=x name=x value=x %}",
    "masked": "{% masked x 'text' label=x reveal_url=x name=x value_sent=x swap=True %}"
    "{% masked x 'name' shown=True %}",
    "masked_in_form": "{% masked x 'text' label=x reveal_url=x name=x value_sent=x in_form=True %}",
    "search_bar": "{% search_bar action=x label=x submit=x reset_url=x %}{{ x }}{% endsearch_bar %}",
    "data_table": "{% data_table columns rows caption=x select_name=x layout=x %}{% data_table columns none empty=x %}",
    "table_box": "{% table_box x columns layout=x %}<tr><td>{{ x }}</td></tr>{% endtable_box %}",
    "page_links": "{% page_links previous_url=x next_url=x first_url=x text=x %}",
    "findings": "{% findings found caption=x %}",
    "timeline": "{% timeline entries title=x %}",
    "steps": "{% steps 1 labels=names %}{% steps 2 labels=x %}",
    "badges": "{% badge x tone=x %}{% status_badge x %}{% delivery_badge x tone=x %}{% severity_badge x %}",
    "live": "{% live x url=x running=True %}{% progress 1 2 label=x unit=x note=x %}{% endlive %}",
    "filters": "{{ x|month }}{{ x|money }}{{ x|fen }}{{ x|count }}{{ x|day }}{{ x|moment }}{{ x|ago }}"
    "{{ x|mask_name }}",
    "field": "{% error_summary form %}{% field form.text label=x help=x before=x after=x placeholder=x links=x %}"
    "{% field form.area %}{% field form.choice show_when=x %}"
    "{% field form.boxes links=x %}{% field form.file %}{% field form.yes %}",
    "confirm": "{% include 'web/confirm.html' with title=x question=x warning=x facts=pairs hidden=pairs action=x %}",
    "portal": "{% include 'web/portal.html' %}",
    "error": "{% include 'web/error.html' with explanation=entries.0 reference=x home=x limit=x note=x login_url=x %}",
}


class HostileForm(forms.Form):
    text = forms.CharField()
    area = forms.CharField(widget=forms.Textarea)
    choice = forms.ChoiceField(widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    file = forms.FileField(widget=forms.FileInput)
    yes = forms.BooleanField()

    def __init__(self, text: str) -> None:
        super().__init__({"text": text, "area": text, "choice": text, "boxes": [text]})
        for name in ("choice", "boxes"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(text, text)]
        for field in self.fields.values():
            field.label = field.help_text = text

    def clean(self) -> None:
        text = self.data["text"]
        self.add_error(None, ValidationError("%(text)s", params={"text": text, "remedy": text}))
        self.add_error("text", ValidationError("%(text)s", params={"text": text, "remedy": text}))


def hostile_values(text: str) -> dict[str, object]:
    link = parts.Link(text, text)
    item = parts.NavigationItem(text, text, current=True, children=(parts.NavigationItem(text, text),))
    employer = parts.EmployerChoice(text, text, text)
    frame = parts.Frame(
        product=text, user_name=text, user_note=text, employer_name=text, employer_number=text, employers=[employer],
        switch_url=text, employers_url=text, notices_url=text, account_links=[link], logout_url=text, login_url=text,
        session_seconds=9, keepalive_url=text, help_links=[link], home_url=text,
    )  # fmt: skip
    return {
        "x": text,
        "links": [link, link],
        "pairs": [(text, text)],
        "columns": [parts.Column(text, sort_url=text)],
        "rows": [parts.Row([parts.Cell(text, text, badge=text)], url=text, actions=[link], select=text)],
        "none": (),
        "names": [text],
        "found": [parts.FindingView("soft", text, text, 3, text, text, text, text, text, text)],
        "entries": [parts.TimelineEntry(text, None, text, text)],
        "form": HostileForm(text),
        "navigation": [item],
        "frame": frame,
    }


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", sorted(SOURCES))
def test_hostile_text_stays_text(draw: Draw, name: str, text: str) -> None:
    html = draw(SOURCES[name], **hostile_values(text))

    assert safe(html)
    if text[0] in "<\"'":
        assert text not in html


def test_the_breach_test_sees_a_breach(draw: Draw) -> None:
    assert not any(safe(draw("<p title='{{ x }}'>{{ x }}</p>", x=SafeString(text))) for text in HOSTILE[:4])


def test_every_tag_is_under_the_hostile_test() -> None:
    drawn = " ".join(SOURCES.values())
    tested = set(re.findall(r"{% (\w+)", drawn))

    assert set(page.register.tags) - tested <= {"fields", "field_row"}


def test_a_masked_value_reaches_the_page_only_when_shown(draw: Draw) -> None:
    covered = draw("{% masked number 'identity' reveal_url='/look' %}", number="110101199003070011")
    open_ = draw("{% masked number 'identity' reveal_url='/look' shown=True %}", number="110101199003070011")

    assert "110101********0011" in covered
    assert "19900307" not in covered
    assert 'method="post"' in covered
    assert "csrfmiddlewaretoken" in covered
    assert "110101199003070011" in open_
    assert "<form" not in open_


def test_an_error_names_its_field_and_says_what_to_do(draw: Draw) -> None:
    html = draw("{% error_summary form %}{% fields form %}", form=styleguide.SampleForm({"number": "1"}))

    assert 'href="#id_number"' in html
    assert 'href="#id_household_0"' in html
    assert html.count("请对照身份证件逐位核对后重新填写。") == 2
    assert "请填写姓名。" in html
    assert "请选择户籍性质。" in html
    assert "请勾选“已核对以上内容，确认无误”。" in html
    assert 'aria-invalid="true"' in html


def test_no_errors_no_summary(draw: Draw) -> None:
    assert draw("{% error_summary form %}", form=styleguide.SampleForm()).strip() == ""


def test_errors_of_a_formset_say_which_entry(draw: Draw) -> None:
    entries = forms.formset_factory(styleguide.SampleForm)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-number": "1"}

    html = draw("{% error_summary entries %}", entries=entries(data))

    assert "第 1 条" in html
    assert 'href="#id_form-0-number"' in html


def test_own_words_for_a_missing_field_are_kept(draw: Draw) -> None:
    class Own(forms.Form):
        name = forms.CharField(label="姓名", error_messages={"required": "请按护照填写姓名。"})

    assert "请按护照填写姓名。" in draw("{% fields form %}", form=Own({}))


def test_a_live_part_polls_only_while_running(draw: Draw) -> None:
    source = "{% live 'result' url='/x' running=running every=3 %}…{% endlive %}"

    assert 'hx-trigger="every 3s"' in draw(source, running=True)
    assert "hx-" not in draw(source, running=False)


def test_without_script_a_running_page_loads_itself_again(draw: Draw) -> None:
    html = draw("{% include 'web/portal.html' %}", refresh_seconds=3)

    assert re.search(r'<noscript>\s*<meta http-equiv="refresh" content="3">', html)
    assert "http-equiv" not in draw("{% include 'web/portal.html' %}")


def test_progress_of_nothing_is_unknown(draw: Draw) -> None:
    assert "value=" not in draw("{% progress 0 None %}")
    assert 'value="61"' in draw("{% progress 61230 100000 %}")
    assert 'value="100"' in draw("{% progress 7 5 %}")


def test_findings_are_counted_by_severity(draw: Draw) -> None:
    found: list[dict[str, object]] = [{"severity": "hard", "message": "甲"}, {"severity": "hard", "message": "乙"}]

    html = draw("{% findings found %}", found=found)

    assert re.search(r"必须改正\s*<strong>2</strong>", html)
    assert "请确认" not in html


def test_a_row_must_fit_its_columns(draw: Draw) -> None:
    with pytest.raises(ValueError, match="zip"):
        draw("{% data_table columns rows %}", columns=[parts.Column("甲")], rows=[parts.Row(["一", "二"])])


@pytest.mark.parametrize("badge", [page.status_badge, page.delivery_badge, page.severity_badge])
def test_an_unknown_state_is_shown_as_it_is(badge: Callable[[object], str]) -> None:
    assert ">novel</span>" in badge("novel")


@pytest.mark.parametrize("table", [labels.STATES, labels.DELIVERIES, labels.SEVERITIES])
def test_every_tone_has_its_style(table: labels.Labels) -> None:
    styles = (STATIC / "facts.css").read_text() + ".badge-neutral"

    assert all(f".badge-{tone}" in styles for _label, tone in table.values())


def test_every_icon_used_is_drawn() -> None:
    sources = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    symbols = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))

    assert set(re.findall(r'{% icon "(\w+)"', sources)) <= symbols
    assert {"info", "success", "warning", "error"} <= symbols


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("door", [":root", ".office"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        *(
            (ink, ground, 4.5)
            for ink in ("ink", "ink-2", "ink-3", "accent")
            for ground in ("sheet", "ground", "sunken")
        ),
        *((f"{tone}", f"{tone}-soft", 4.5) for tone in ("info", "success", "warning", "error", "neutral")),
        *((f"{tone}", "sheet", 4.5) for tone in ("info", "success", "warning", "error", "seal")),
        ("ink-2", "warning-soft", 4.5),
        ("accent", "accent-soft", 4.5),
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-deep", 4.5),
        ("on-accent", "error", 4.5),
        ("line-strong", "sheet", 3.0),
        ("focus", "sheet", 3.0),
        ("focus", "ground", 3.0),
    ],
)
def test_contrast(door: str, text: str, ground: str, least: float) -> None:
    blocks = dict(re.findall(r"(?ms)^(\S+) \{(.*?)^\}", (STATIC / "tokens.css").read_text()))
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[":root"]))
    tokens |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[door]))
    low, high = sorted((luminance(tokens[text]), luminance(tokens[ground])))

    assert (high + 0.05) / (low + 0.05) >= least
