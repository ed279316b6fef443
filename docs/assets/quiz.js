// Makes buttons of the choices of a quiz, and tells at once why one is right or wrong. Nothing is kept, and nothing is sent.
(function () {
  document.querySelectorAll(".quiz").forEach(function (quiz) {
    var choices = Array.prototype.slice.call(quiz.querySelector("ol").children);
    var reasons = quiz.querySelector("details ol").children;
    var said = document.createElement("p");
    said.className = "quiz-said";
    said.setAttribute("role", "status");
    choices.forEach(function (choice, number) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, choice.childNodes);
      choice.append(button);
      button.addEventListener("click", function () {
        var right = "ABCDEF".charAt(number) === quiz.dataset.right;
        choices.forEach(function (other) {
          other.classList.remove("chosen");
          other.firstChild.setAttribute("aria-pressed", other === choice);
        });
        choice.classList.add("chosen", right ? "right" : "wrong");
        said.replaceChildren.apply(said, [right ? "Right. " : "Not this one. "].concat(
          Array.prototype.map.call(reasons[number].childNodes, function (each) { return each.cloneNode(true); })));
      });
    });
    quiz.querySelector("ol").after(said);
  });
})();
