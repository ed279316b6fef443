// Turns a recorded run, state by state. The states were computed when the site was built; without this script the time line stands alone.
(function () {
  var PAUSE_MS = 3000;
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  function each(list, what) { Array.prototype.forEach.call(list, what); }

  function start(play) {
    var find = play.querySelectorAll.bind(play);
    var steps = JSON.parse(play.querySelector("script").textContent);
    var range = play.querySelector("input");
    var told = play.querySelector(".play-told");
    var says = find(".play-says > li");
    var places = find(".play-log");
    var lists = find(".play-place");
    var counts = find(".play-counts .play-room > span");
    var line = play.parentNode.querySelector("svg.timeline");
    var mark = document.createElementNS(line.namespaceURI, "rect");
    var buttons = {};
    var at = 0;
    var timer = 0;

    function showPlace(state, number) {
      var table = places[number], rows = table.tBodies[0].rows, high = state[1];
      table.querySelector(".play-words").textContent = state[0];
      each(table.rows, function (row) {
        each(row.cells, function (cell, column) { cell.classList.toggle("mark", high !== null && column === Math.min(high, row.cells.length - 2) + 1); });
      });
      state[2].forEach(function (replica, row) {
        var cells = rows[row].cells;
        cells[0].querySelector("i").className = "play-sign " + replica[0];
        cells[0].querySelector(".play-role").textContent = replica[1];
        for (var column = 1; column < cells.length - 1; column += 1) {
          var held = replica[2][column - 1] || ["", ""];
          (cells[column].querySelector(".play-room > span") || cells[column]).textContent = held[1];
          cells[column].className = "play-cell " + held[0] + (cells[column].classList.contains("mark") ? " mark" : "");
        }
      });
      each(lists[number].querySelectorAll(".play-sends > li"), function (send, n) {
        send.className = state[3][n][0];
        send.querySelector("b + span").textContent = state[3][n][1];
      });
    }

    function show(number, aloud) {
      at = Math.max(0, Math.min(number, steps.length - 1));
      var step = steps[at], words = says[at].textContent;
      step.places.forEach(showPlace);
      each(says, function (said, n) { said.className = n === at ? "now" : ""; });
      each(counts, function (count, n) { count.textContent = step.counts[n] || ""; });
      range.value = at;
      range.setAttribute("aria-valuetext", words);
      told.textContent = aloud ? words : "";
      mark.setAttribute("visibility", step.row ? "visible" : "hidden");
      if (step.row) {
        mark.setAttribute("y", step.row[0] + 1);
        mark.setAttribute("height", step.row[1]);
      }
      // Not disabled, for a disabled button would lose the focus.
      buttons.first.setAttribute("aria-disabled", at === 0);
      buttons.back.setAttribute("aria-disabled", at === 0);
      buttons.on.setAttribute("aria-disabled", at === steps.length - 1);
      buttons.last.setAttribute("aria-disabled", at === steps.length - 1);
    }

    function name(button, words) {
      button.setAttribute("aria-label", words);
      button.title = words;
      button.classList.toggle("playing", words === "Pause");
    }

    function pause() {
      clearInterval(timer);
      timer = 0;
      name(buttons.play, "Play");
    }

    var does = {
      first: function () { pause(); show(0, true); },
      back: function () { pause(); show(at - 1, true); },
      on: function () { pause(); show(at + 1, true); },
      last: function () { pause(); show(steps.length - 1, true); },
      play: function () {
        if (timer) { pause(); return; }
        show(at === steps.length - 1 ? 0 : at + 1, true);
        name(buttons.play, "Pause");
        timer = setInterval(function () {
          show(at + 1, true);
          if (at === steps.length - 1) { pause(); }
        }, PAUSE_MS);
      }
    };

    each(find("button"), function (button) {
      buttons[button.dataset.does] = button;
      button.disabled = false;
      button.addEventListener("click", does[button.dataset.does]);
    });
    range.disabled = false;
    range.addEventListener("input", function () { pause(); show(Number(range.value), false); });
    buttons.play.hidden = calm.matches;  // whoever asks for no motion steps
    line.addEventListener("click", function (event) {
      var y = (event.clientY - line.getBoundingClientRect().top) / line.getScreenCTM().a, found = -1;
      steps.forEach(function (step, n) { if (step.row && step.row[0] <= y && y < step.row[0] + step.row[1]) { found = n; } });
      if (found >= 0) { pause(); show(found, false); }
    });
    mark.setAttribute("class", "row-now");
    mark.setAttribute("width", "100%");
    line.insertBefore(mark, line.querySelector("desc").nextSibling);
    play.hidden = false;
    show(0, false);
  }

  each(document.querySelectorAll(".play"), start);
})();
