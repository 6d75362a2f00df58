// <script src="https://…/widget.js" defer></script> puts a button on a page that opens the drill.

(() => {
  const home = new URL(document.currentScript.src).origin;
  const english = document.documentElement.lang.toLowerCase().startsWith("en");
  const words = english
    ? { open: "Practise with a difficult customer", close: "Close", apart: "Open in its own window" }
    : { open: "和难缠客户练一练", close: "关闭", apart: "在新窗口打开" };

  const looks = `
    :host { all: initial; }
    * { box-sizing: border-box; font: 1rem/1.4 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
    .open { position: fixed; right: 1.25rem; bottom: 1.25rem; z-index: 2147483000; padding: .75rem 1.15rem;
      border: 0; border-radius: 2rem; background: #12665e; color: #fff; cursor: pointer;
      box-shadow: 0 .25rem 1rem rgb(0 0 0 / .3); }
    .panel { position: fixed; right: 1.25rem; bottom: 5rem; z-index: 2147483001; width: 26rem;
      height: min(44rem, calc(100vh - 6.5rem)); display: flex; flex-direction: column; overflow: hidden;
      border: 1px solid #8a9793; border-radius: .9rem; background: #fff;
      box-shadow: 0 .5rem 2rem rgb(0 0 0 / .35); }
    .panel[hidden] { display: none; }
    .top { display: flex; justify-content: flex-end; gap: .5rem; padding: .35rem .5rem; background: #12665e; }
    .top button, .top a { padding: .3rem .75rem; border: 1px solid #cfe3df; border-radius: .5rem;
      background: none; color: #fff; text-decoration: none; cursor: pointer; }
    :is(button, a):focus-visible { outline: 3px solid #f2b84b; outline-offset: 2px; }
    iframe { flex: 1; width: 100%; border: 0; }
    @media (max-width: 30rem) {
      .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; }
    }
    @media print { .open, .panel { display: none; } }`;

  const host = document.createElement("duilian-widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(looks);
  root.adoptedStyleSheets = [sheet];

  const make = (tag, attributes, text = "") => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.textContent = text;
    return node;
  };

  const opener = make(
    "button",
    { type: "button", class: "open", "aria-expanded": "false", "aria-controls": "panel" },
    words.open,
  );
  const panel = make("section", { id: "panel", class: "panel", role: "dialog", "aria-label": words.open });
  const top = make("div", { class: "top" });
  const closer = make("button", { type: "button" }, words.close);
  const frame = make("iframe", { title: words.open });
  top.append(make("a", { href: `${home}/`, target: "_blank", rel: "noopener" }, words.apart), closer);
  panel.append(top, frame);
  panel.hidden = true;
  root.append(opener, panel);

  function toggle(open) {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", open);
    if (open && !frame.src) frame.src = `${home}/`; // loaded once: closing keeps the drill
    (open ? frame : opener).focus();
  }

  opener.addEventListener("click", () => toggle(panel.hidden));
  closer.addEventListener("click", () => toggle(false));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) toggle(false);
  });
  addEventListener("message", (event) => {
    const fromFrame = event.origin === home && event.source === frame.contentWindow;
    if (fromFrame && event.data?.duilian === "close") toggle(false);
  });

  document.body.append(host);
})();
