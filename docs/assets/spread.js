// Steps through the records of a drawing of sequences: how many were sent, and where the last one went, client by client.
(function () {
  var picture = document.querySelector("svg[data-script=spread]");
  var panels = Array.prototype.map.call(picture.querySelectorAll(".sequence"), function (panel) {
    return { group: panel, name: panel.dataset.name, dots: panel.querySelectorAll("circle"), counts: panel.querySelectorAll(".count") };
  });
  var all = panels[0].dots.length;
  var timer = 0;

  function button(text, act) {
    var element = document.createElement("button");
    element.type = "button";
    element.className = "md-button";
    element.textContent = text;
    element.addEventListener("click", act);
    return element;
  }

  var slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = slider.value = all;
  slider.setAttribute("aria-label", "Records sent");
  var output = document.createElement("output"), said = output.appendChild(document.createElement("span"));
  var play = button("Play", function () {
    if (timer) return stop();
    if (Number(slider.value) === all) go(0);
    play.textContent = "Pause";
    timer = setInterval(function () { go(Number(slider.value) + 1); }, 200);
  });
  var back = button("One back", function () { stop(); go(Number(slider.value) - 1); });
  var next = button("One more", function () { stop(); go(Number(slider.value) + 1); });
  panels.forEach(function (panel) {
    panel.now = panel.group.insertBefore(document.createElementNS("http://www.w3.org/2000/svg", "path"), panel.dots[0]);
    panel.now.setAttribute("class", "now");
  });

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  }

  function sentence(sent) {
    var last = sent && sent < all ? panels.map(function (panel) { return panel.name + " P" + panel.dots[sent - 1].dataset.p; }).join(", ") : "";
    return sent + " of " + all + " records" + (last ? ", the last one: " + last : "") + ".";
  }

  function go(sent) {
    slider.value = sent;
    sent = Number(slider.value);
    if (sent === all) stop();
    panels.forEach(function (panel) {
      var counts = [0, 0, 0];
      panel.dots.forEach(function (dot, place) {
        dot.classList.toggle("ahead", place >= sent);
        if (place < sent) counts[dot.dataset.p]++;
      });
      panel.counts.forEach(function (text, partition) { text.textContent = counts[partition]; });
      // A line through the record sent last; none at either end.
      panel.now.setAttribute("d", sent && sent < all ? "M" + panel.dots[sent - 1].getAttribute("cx") + " 44v48" : "");
    });
    said.textContent = sentence(sent);
    slider.setAttribute("aria-valuetext", sent + " of " + all + " records");
    back.disabled = !sent;
    next.disabled = sent === all;
  }

  slider.addEventListener("input", function () { stop(); go(slider.value); });
  var form = document.createElement("div");
  form.className = "explore stepper";
  play.classList.add("stepper-play");
  output.dataset.room = sentence(all - 1);  // no sentence has more characters, and digits are equally wide
  // Who asked for less motion steps by hand.
  form.append.apply(form, (matchMedia("(prefers-reduced-motion: reduce)").matches ? [] : [play]).concat(back, next, slider, output));
  picture.before(form);
  go(all);
})();
