// What was said, as nodes: each entry once, so that a screen reader reads only what is new.

export class Log {
  #root;
  #nodes = new Map();

  constructor(root) {
    this.#root = root;
  }

  /** Brings the log to these entries; returns whether any is new. */
  show(entries) {
    const keys = new Set(entries.map((entry) => entry.key));
    for (const [key, node] of this.#nodes) {
      if (keys.has(key)) continue;
      node.remove();
      this.#nodes.delete(key);
    }
    const fresh = entries.filter((entry) => !this.#nodes.has(entry.key));
    for (const entry of fresh) {
      const node = words(`entry-${entry.who}`, entry.text);
      this.#nodes.set(entry.key, node);
      this.#root.append(node);
    }
    return fresh.length > 0;
  }

  /** Adds what the coach says in passing, with a button for each customer on offer. */
  note({ text, stories }) {
    const node = words("note", text);
    if (stories.length) {
      const form = clone("offer");
      const button = form.querySelector("button");
      form.replaceChildren(
        ...stories.map(({ story, title }) => {
          const choice = button.cloneNode();
          choice.value = story;
          choice.textContent = title;
          return choice;
        }),
      );
      node.append(form);
    }
    this.#root.append(node);
  }
}

function words(template, text) {
  const node = clone(template);
  node.querySelector("[data-text]").textContent = text;
  return node;
}

function clone(template) {
  return document.getElementById(template).content.firstElementChild.cloneNode(true);
}
