// Inside the widget's frame, Escape asks the page around it to close the frame.

if (window.parent !== window) {
  document.documentElement.classList.add("framed");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]")) return;
    window.parent.postMessage({ duilian: "close" }, "*");
  });
}
