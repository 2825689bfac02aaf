/* Search, sort and view for the shelf. Without this everything is still there; written for old phones too. */
(function () {
  "use strict";
  var tools = document.getElementById("tools");
  var find = document.getElementById("find");
  var language = document.getElementById("language");
  var sort = document.getElementById("sort");
  var view = document.getElementById("view");
  var found = document.getElementById("found");
  var main = document.getElementById("books");
  var groups = main.querySelectorAll(".group");
  var books = [];

  function folded(text) {
    text = text.toLowerCase();
    return text.normalize ? text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "") : text;
  }

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }

  each(groups, function (group, place) {
    each(group.querySelectorAll(".book"), function (element, order) {
      books.push({
        element: element, group: place, order: order, text: element.getAttribute("data-find"),
        languages: " " + element.getAttribute("data-languages") + " ", date: element.getAttribute("data-date"),
        title: element.getAttribute("data-title"), author: element.getAttribute("data-author")
      });
    });
  });

  // Take all books out of the page while many change: else a browser builds anew what is around each of them.
  function aside(change) {
    main.hidden = true;
    window.getComputedStyle(main).getPropertyValue("display");
    change();
    main.hidden = false;
  }

  function show() {
    var words = folded(find.value).split(/\s+/);
    var tongue = language ? language.value : "";
    var counts = [], total = 0, changed = [];
    books.forEach(function (book) {
      var fits = (!tongue || book.languages.indexOf(" " + tongue + " ") >= 0) && words.every(function (word) {
        return book.text.indexOf(word) >= 0;
      });
      if (fits) {
        total += 1;
        counts[book.group] = (counts[book.group] || 0) + 1;
      }
      if (fits === book.element.hidden) {
        changed.push(book.element);
      }
    });
    if (changed.length) {
      aside(function () {
        changed.forEach(function (element) { element.hidden = !element.hidden; });
        each(groups, function (group, place) {
          group.hidden = !counts[place];
        });
      });
    }
    var all = total === books.length;
    found.textContent = all ? "" : total === 0 ? found.getAttribute("data-none")
      : found.getAttribute("data-words").replace("{found}", total).replace("{books}", books.length);
  }

  function compare(one, other) {
    var by = sort.value;
    if (by === "oldest") {
      return one.date < other.date ? -1 : one.date > other.date ? 1 : other.order - one.order;
    }
    if (by && one[by] !== other[by]) {
      if (!one[by] || !other[by]) {
        return one[by] ? -1 : 1;
      }
      return one[by].localeCompare(other[by]);
    }
    return one.order - other.order;
  }

  function arrange() {
    aside(function () {
      books.slice().sort(compare).forEach(function (book) {
        book.element.parentNode.appendChild(book.element);
      });
    });
  }

  find.addEventListener("input", show);
  tools.addEventListener("submit", function (event) { event.preventDefault(); });
  if (language) {
    language.addEventListener("change", show);
  }
  sort.addEventListener("change", arrange);
  view.addEventListener("change", function () { main.className = view.value; });
  tools.hidden = false;
  if (find.value || sort.value || view.value !== "list" || (language && language.value)) {
    main.className = view.value;
    arrange();
    show();
  }
}());
