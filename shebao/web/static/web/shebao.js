// What script adds to pages that already work without it. No eval, no inline handlers, no inline styles.
// Everything listens on the document, so that parts replaced later (htmx, answers to uploads) need no new wiring.
"use strict";

(() => {
  const COPY = "shebao.copy:";
  const AUTOSAVE_AFTER = 3000;
  const RETRY_AFTER = 15000;
  const WARN_BEFORE = 120;
  let uploads = 0;

  const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const post = (url, body, headers = {}) =>
    fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest", ...headers },
    });
  const element = (tag, className, text) => {
    const node = document.createElement(tag);
    node.className = className;
    node.textContent = text ?? "";
    return node;
  };

  // ---- small comforts

  function focusSummary(root) {
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  function closeMenus(event) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (event.key === "Escape") {
        menu.open = false;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      } else if (event.type === "click" && !menu.contains(event.target)) menu.open = false;
    }
  }

  function onceOnly(form, submitter) {
    if (!submitter || !submitter.hasAttribute("data-once")) return;
    // After the browser has read the form: a disabled button would not send its own name.
    setTimeout(() => {
      submitter.disabled = true;
      setTimeout(() => (submitter.disabled = false), 8000);
    }, 0);
  }

  // ---- linked fields: ticking one box ticks its companions; parts show only with the values they belong to

  const named = (scope, name) => Array.from(scope.querySelectorAll("input, select, textarea")).filter((field) => field.name === name);
  const boxesOf = (form, key) =>
    Array.from(form.querySelectorAll('input[type="checkbox"]')).filter((box) => box.name === key || box.value === key);

  // A choice proposes the usual one of another field, until somebody has chosen there: data-proposes="field a:x b:y".
  function propose(select) {
    const [name, ...pairs] = select.dataset.proposes.split(" ");
    const [field] = named(select.form, name);
    if (!field || field.dataset.chosen) return;
    const pair = pairs.find((one) => one.startsWith(`${select.value}:`));
    field.value = pair ? pair.slice(select.value.length + 1) : "";
  }

  function companionsOf(box) {
    if (box.dataset.links) return box.dataset.links.split(/\s+/);
    // In a group of boxes: "name>full_pinyin rare; other>one two", by the values of the boxes.
    const rules = box.closest("[data-group-links]")?.dataset.groupLinks.split(";") ?? [];
    const rule = rules.map((text) => text.split(">")).find(([value]) => value.trim() === box.value);
    return rule ? rule[1].trim().split(/\s+/) : [];
  }

  function tickCompanions(box) {
    if (!box.checked || !box.form) return;
    for (const key of companionsOf(box)) {
      for (const other of boxesOf(box.form, key)) other.checked = true;
    }
  }

  function valuesOf(scope, name) {
    return named(scope, name)
      .filter((field) => (field.type !== "radio" && field.type !== "checkbox") || field.checked)
      .map((field) => field.value);
  }

  function showParts(scope) {
    for (const part of scope.querySelectorAll("[data-show-when]")) {
      const [name, wanted] = part.dataset.showWhen.split("=");
      const form = part.closest("form") ?? document;
      part.hidden = !valuesOf(form, name).some((value) => wanted.split("|").includes(value));
    }
  }

  function selectAll(box) {
    for (const other of named(box.closest("table"), box.dataset.selectAll)) other.checked = box.checked;
  }

  // ---- files

  function sizeText(size) {
    return size < 1048576 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1048576).toFixed(1)} MB`;
  }

  function enhanceDrop(zone) {
    zone.classList.add("drop-live");
    zone.querySelector("[data-drop-hint]").hidden = false;
  }

  function listFiles(input) {
    const list = input.closest("[data-drop]")?.querySelector("[data-drop-files]");
    if (!list) return;
    list.replaceChildren(
      ...Array.from(input.files, (file) => {
        const item = element("li", "", file.name);
        item.append(element("span", "file-size", sizeText(file.size)));
        return item;
      }),
    );
  }

  function dragging(event) {
    const zone = event.target.closest?.("[data-drop]");
    if (zone) zone.classList.toggle("drop-over", event.type === "dragenter" || event.type === "dragover");
  }

  // ---- uploads with progress

  function uploadBar(form) {
    let box = form.querySelector("[data-upload-status]");
    if (box) return box;
    box = element("div", "progress");
    box.dataset.uploadStatus = "";
    const head = element("p", "progress-head");
    head.append(element("span", "progress-label", "正在上传"), element("span", "progress-figure"));
    head.lastChild.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", "上传进度");
    box.append(head, bar);
    form.append(box);
    return box;
  }

  function showAnswer(html, url) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    document.title = answer.title;
    document.body.replaceWith(answer.body);
    if (url && url !== location.href) history.pushState({ shebao: true }, "", url);
    globalThis.htmx?.process(document.body);
    start(document.body);
    if (!document.querySelector("[data-focus]")) document.querySelector("main")?.focus();
  }

  function uploadFailed(form, text) {
    const box = uploadBar(form);
    box.querySelector("progress").hidden = true;
    box.querySelector(".progress-label").textContent = text;
    box.querySelector(".progress-label").className = "progress-label saved-trouble";
    box.querySelector(".progress-figure").textContent = "";
    for (const button of form.querySelectorAll("button[data-once]")) button.disabled = false;
  }

  function upload(form, submitter) {
    form.querySelector("[data-upload-status]")?.remove();
    const box = uploadBar(form);
    const request = new XMLHttpRequest();
    const data = new FormData(form);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    uploads += 1;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor((event.loaded / event.total) * 100);
      box.querySelector("progress").value = percent;
      box.querySelector(".progress-figure").textContent = `${percent}%`;
      if (percent === 100) box.querySelector(".progress-label").textContent = "上传完成，正在核对";
    });
    request.addEventListener("load", () => {
      const html = (request.getResponseHeader("Content-Type") ?? "").startsWith("text/html");
      if (html) showAnswer(request.responseText, request.responseURL);
      else uploadFailed(form, "服务器没有给出可以显示的结果，请刷新页面查看是否已经提交。");
    });
    const lost = () => uploadFailed(form, "网络中断，文件没有传完。已填写的内容还在，请检查网络后再提交一次。");
    request.addEventListener("error", lost);
    request.addEventListener("timeout", lost);
    request.addEventListener("loadend", () => (uploads -= 1));
    request.open("POST", submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.send(data);
  }

  // ---- drafts

  const keyOf = (form) => COPY + location.pathname + "#" + (form.id || form.dataset.autosave);
  const mayCopy = (field) =>
    field.name && !["file", "password", "submit", "button", "hidden"].includes(field.type) && !field.closest("[data-private]");

  function contentOf(form) {
    return Array.from(form.elements)
      .filter(mayCopy)
      .map((field) => [field.name, field.value, field.type === "checkbox" || field.type === "radio" ? field.checked : null]);
  }

  function putBack(form, content) {
    for (const [name, value, checked] of content) {
      for (const field of named(form, name)) {
        if (checked === null) field.value = value;
        else if (field.value === value) field.checked = checked;
      }
    }
    showParts(document);
  }

  function keepCopy(form, sent) {
    try {
      sessionStorage.setItem(keyOf(form), JSON.stringify({ sent, content: contentOf(form) }));
      return true;
    } catch {
      return false; // Storage is full or switched off; the status line says that nothing was kept.
    }
  }

  function say(form, text, trouble = false) {
    let status = form.querySelector("[data-autosave-status]");
    if (!status) {
      status = element("p", "saved");
      status.dataset.autosaveStatus = "";
      status.setAttribute("role", "status");
      (form.querySelector(".buttons:last-of-type") ?? form).append(status);
    }
    status.className = trouble ? "saved saved-trouble" : "saved";
    status.textContent = text;
  }

  async function takeIn(form, response) {
    if (!(response.headers.get("Content-Type") ?? "").includes("json")) return;
    const answer = await response.json();
    for (const [name, value] of Object.entries(answer.values ?? {})) {
      for (const field of named(form, name)) field.value = value;
    }
  }

  const waiting = new WeakMap();

  function autosaveLater(form, delay = AUTOSAVE_AFTER) {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => autosave(form), delay));
  }

  async function autosave(form) {
    if (!form.isConnected || form.dataset.sent) return;
    const data = new FormData(form);
    for (const field of form.querySelectorAll('input[type="file"]')) data.delete(field.name);
    try {
      const response = await post(form.dataset.autosave, data, { "X-Autosave": "1" });
      if (!response.ok) throw new Error(`autosave answered ${response.status}`);
      await takeIn(form, response);
      sessionStorage.removeItem(keyOf(form));
      delete form.dataset.dirty;
      say(form, `已自动保存 ${clock()}`);
    } catch (error) {
      console.warn(error);
      const kept = keepCopy(form, false);
      say(form, kept ? "暂时无法保存到服务器，已暂存在本窗口，稍后自动重试。" : "暂时无法自动保存，请勿关闭本页，稍后自动重试。", true);
      autosaveLater(form, RETRY_AFTER);
    }
  }

  function offerCopy(form) {
    const kept = sessionStorage.getItem(keyOf(form));
    if (!kept) return;
    const { content } = JSON.parse(kept);
    const box = element("div", "notice notice-warning");
    const text = element("div", "notice-text");
    const back = element("button", "button button-secondary button-small", "恢复");
    const drop = element("button", "button button-quiet button-small", "不需要");
    const row = element("div", "buttons");
    back.type = drop.type = "button";
    row.append(back, drop);
    text.append(element("p", "notice-title", "上次填写的内容没有来得及保存，要恢复吗？"), row);
    box.append(text);
    back.addEventListener("click", () => {
      putBack(form, content);
      box.remove();
      form.dataset.dirty = "1";
      autosaveLater(form, 0);
    });
    drop.addEventListener("click", () => {
      sessionStorage.removeItem(keyOf(form));
      box.remove();
    });
    form.before(box);
  }

  function forgetArrivedCopies() {
    // A form that was sent and whose answer is an ordinary page has arrived; login and error pages prove nothing.
    if (document.body.classList.contains("plain")) return;
    const present = new Set(Array.from(document.querySelectorAll("form[data-autosave]"), keyOf));
    for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(COPY))) {
      if (JSON.parse(sessionStorage.getItem(key)).sent && !present.has(key)) sessionStorage.removeItem(key);
    }
  }

  function forgetAllCopies() {
    for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(COPY))) sessionStorage.removeItem(key);
  }

  // ---- the session: warn before it ends, prolong it on request, never end it during an upload

  let sessionEnd = 0;

  function startSession() {
    const seconds = Number(document.body.dataset.sessionSeconds);
    sessionEnd = seconds ? Date.now() + seconds * 1000 : 0;
  }

  async function prolong() {
    const response = await post(document.body.dataset.keepalive, new FormData());
    if (!response.ok) throw new Error(`keep-alive answered ${response.status}`);
    const { seconds } = await response.json();
    sessionEnd = Date.now() + seconds * 1000;
  }

  function sessionLost(dialog) {
    dialog.querySelector("[data-session-lost]").hidden = false;
    dialog.querySelector("[data-session-text]").hidden = true;
    const login = dialog.querySelector("[data-session-login]");
    if (login) login.hidden = false;
    for (const form of document.querySelectorAll("form[data-autosave][data-dirty]")) keepCopy(form, false);
  }

  function watchSession() {
    const dialog = document.getElementById("session-dialog");
    if (!sessionEnd || !dialog) return;
    const left = Math.round((sessionEnd - Date.now()) / 1000);
    if (uploads > 0 && left < WARN_BEFORE * 2) {
      prolong().catch((error) => console.warn(error));
      return;
    }
    if (left > WARN_BEFORE) {
      if (dialog.open) dialog.close();
      return;
    }
    if (!dialog.open) dialog.showModal();
    if (left <= 0) sessionLost(dialog);
    else if (left % 10 === 0 || left === WARN_BEFORE) {
      const rest = left >= 60 ? `${Math.ceil(left / 60)} 分钟` : `${left} 秒`;
      dialog.querySelector("[data-session-text]").textContent = `为保护个人信息，登录状态将在 ${rest}后失效。`;
    }
  }

  async function stay(dialog) {
    try {
      await prolong();
      dialog.close();
    } catch (error) {
      console.warn(error);
      sessionLost(dialog);
    }
  }

  // ---- wiring

  function start(root) {
    for (const zone of root.querySelectorAll("[data-drop]")) enhanceDrop(zone);
    for (const box of root.querySelectorAll("[data-select-all]")) box.hidden = false;
    for (const field of root.querySelectorAll("input[data-scripted]")) field.value = "yes";
    for (const form of root.querySelectorAll("form[data-autosave]")) offerCopy(form);
    showParts(root);
    focusSummary(root);
    if (root === document.body) {
      startSession();
      forgetArrivedCopies();
    }
  }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("select")) field.dataset.chosen = "1";
    if (field.matches("[data-proposes]")) propose(field);
    if (field.matches('input[type="checkbox"]')) tickCompanions(field);
    if (field.matches("[data-select-all]")) selectAll(field);
    if (field.matches('input[type="file"]')) listFiles(field);
    showParts(document);
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || form.method !== "post") return;
    form.dataset.dirty = "1";
    if (form.dataset.autosave) autosaveLater(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.hasAttribute("data-logout")) forgetAllCopies();
    if (form.dataset.autosave && form.dataset.dirty) keepCopy(form, true);
    if (form.hasAttribute("data-upload")) {
      event.preventDefault();
      upload(form, event.submitter);
    } else {
      form.dataset.sent = "1";
    }
    onceOnly(form, event.submitter);
  });

  document.addEventListener("click", (event) => {
    closeMenus(event);
    if (event.target.closest("[data-session-stay]")) stay(document.getElementById("session-dialog"));
  });
  document.addEventListener("keydown", closeMenus);
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(name, dragging);

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt));

  globalThis.addEventListener("beforeunload", (event) => {
    const unsaved = document.querySelector("form[data-guard][data-dirty]:not([data-sent])");
    if (unsaved || uploads > 0) event.preventDefault();
  });
  globalThis.addEventListener("popstate", (event) => {
    if (event.state?.shebao || !location.hash) location.reload();
  });
  globalThis.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[data-once]")) button.disabled = false;
  });

  start(document.body);
  setInterval(watchSession, 1000);
})();
