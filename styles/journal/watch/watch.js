/* The preview: hears of every book that is made again, and shows it where the reader was. */
"use strict";
(() => {
  const one = (query) => document.querySelector(query);
  const [list, formats, state, errors, warnings, note] = ["#books", "#formats", "#state", "#errors", "#warnings", "#note"].map(one);
  const frames = [...document.querySelectorAll("iframe")];
  const books = new Map();
  let problem = "", name = "", format = "", address = "", connected = false;

  [name, format] = location.hash.slice(1).split(":").map((part) => {
    try { return decodeURIComponent(part); } catch { return ""; }
  });

  const said = (tag, text, kind) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  const news = (message) => {
    problem = message.problem;
    if (message.whole) books.clear();
    let last = "";
    for (const book of message.books) {
      books.set(book.label, book);
      if (book.made && !message.whole) last = book.label;
    }
    if (message.whole || list.length !== books.size) {
      list.replaceChildren(...[...books.values()].map((book) => new Option(book.name, book.label)));
    }
    if (last && one("#follow").checked) name = last;
    if (!books.has(name)) name = books.keys().next().value || "";
    show();
  };

  const show = () => {
    const book = books.get(name);
    list.value = name;
    list.parentElement.hidden = books.size < 2;
    one(".follow").hidden = books.size < 2;
    if (!book) return describe(null);
    const made = book.files.filter((file) => file.address);
    const file = made.find((each) => each.format === format) || made[0];
    format = file ? file.format : format;
    formats.replaceChildren(...(book.files.length > 1 ? book.files : []).map((each) => {
      const button = said("button", each.format.toUpperCase());
      button.type = "button";
      button.disabled = !each.address;
      button.setAttribute("aria-pressed", String(each === file));
      button.addEventListener("click", () => { format = each.format; show(); });
      return button;
    }));
    document.title = book.name + " – preview";
    history.replaceState(null, "", "#" + encodeURIComponent(name) + ":" + format);
    describe(book, file);
    if (file) open(file);
  };

  const describe = (book, file) => {
    const lines = problem ? [problem] : book ? book.errors : [];
    errors.replaceChildren(...lines.map((line) => said("p", line)));
    if (lines.length && file) errors.append(said("p", "Below is the previous edition.", "old"));
    errors.hidden = !lines.length;
    const noticed = book ? book.warnings : [];
    warnings.hidden = !noticed.length;
    warnings.firstElementChild.textContent = noticed.length === 1 ? "1 warning" : noticed.length + " warnings";
    warnings.lastElementChild.replaceChildren(...noticed.map((line) => said("li", line)));
    const pages = file && file.pages ? ", " + (file.pages === 1 ? "1 page" : file.pages + " pages") : "";
    state.textContent = !connected ? "not connected" : book && book.building ? "making it …"
      : lines.length ? "not made" : file ? "up to date" + pages : "not made";
  };

  const open = (file) => {
    const link = file.format === "epub";
    note.hidden = !link;
    if (link) {
      const anchor = said("a", file.name);
      anchor.href = file.address + encodeURIComponent(file.name);
      anchor.download = file.name;
      note.replaceChildren("Browsers cannot show EPUB. Open ", anchor, " in your reading app.");
      return;
    }
    const wanted = file.address + encodeURIComponent(file.name);
    if (wanted === address) return;
    const same = address.split("/").slice(0, 3).join("/") === wanted.split("/").slice(0, 3).join("/");
    address = wanted;
    load(wanted, same && file.format === "html");
  };

  // The new edition is loaded unseen, put where the reader was, and only then shown.
  const load = (wanted, keepPlace) => {
    const [old, next] = frames[0].classList.contains("shown") ? frames : [...frames].reverse();
    next.onload = () => {
      if (wanted !== address) return;
      try {
        next.contentDocument.addEventListener("click", outside);
        if (keepPlace) next.contentWindow.scrollTo(0, old.contentWindow.scrollY);
      } catch { /* a viewer of the browser's own */ }
      next.classList.add("shown");
      old.classList.remove("shown");
      old.setAttribute("aria-hidden", "true");
      old.tabIndex = -1;
      next.removeAttribute("aria-hidden");
      next.tabIndex = 0;
      old.onload = null;
      old.src = "about:blank";
    };
    next.src = wanted;
  };

  const outside = (event) => {
    const link = event.target.closest("a[href]");
    if (link && !link.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      window.open(link.href, "_blank", "noopener,noreferrer");
    }
  };

  list.addEventListener("change", () => { name = list.value; show(); });
  const source = new EventSource("/events");
  source.onopen = () => { connected = true; show(); };
  source.onerror = () => { connected = false; show(); };
  source.onmessage = (event) => news(JSON.parse(event.data));
})();
