// A box that leaves only the statements with certain words. Without scripts the page shows them all.
(function () {
  var count = document.getElementById("statements-count");
  var rows = Array.prototype.slice.call(document.querySelectorAll(".statements li"));
  var label = document.createElement("label");
  label.className = "statements-filter";
  label.textContent = "Only statements with these words ";
  var box = document.createElement("input");
  box.type = "search";
  label.appendChild(box);
  count.parentNode.insertBefore(label, count);
  box.addEventListener("input", function () {
    var words = box.value.toLowerCase().split(/\s+/);
    var left = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      left += row.hidden ? 0 : 1;
    });
    document.querySelectorAll(".statements").forEach(function (page) {
      page.hidden = !page.querySelector("li:not([hidden])");
    });
    count.textContent = left === rows.length ? rows.length + " statements." : left + " of " + rows.length + " statements.";
  });
})();
