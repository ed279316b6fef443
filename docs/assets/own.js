// What each page needs of ours. The theme loads the search's index and starts its worker with each page. Here both wait until somebody goes to the search.
(function () {
  var waiting = [];
  function whenUsed(act) { if (waiting) waiting.push(act); else act(); }
  function use() {
    var acts = waiting;
    waiting = null;
    (acts || []).forEach(function (act) { act(); });
  }

  var Started = window.Worker;
  window.Worker = function (script) {
    var later = new EventTarget();
    var queue = [];
    var worker = null;
    later.postMessage = function (message) { if (worker) worker.postMessage(message); else queue.push(message); };
    whenUsed(function () {
      worker = new Started(script);
      worker.addEventListener("message", function (event) { later.dispatchEvent(new MessageEvent("message", { data: event.data })); });
      queue.forEach(function (message) { worker.postMessage(message); });
    });
    return later;
  };

  var open = XMLHttpRequest.prototype.open;
  var send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, url) {
    this.isIndex = /search\/search_index\.json$/.test(url);
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function () {
    var request = this;
    var given = arguments;
    function go() { send.apply(request, given); }
    if (request.isIndex) whenUsed(go); else go();
  };

  // The keys /, s and f put the focus into the box; so does a tap on the magnifying glass. The mouse gets there a moment earlier.
  ["focusin", "pointerover", "change"].forEach(function (what) {
    document.addEventListener(what, function (event) {
      if (event.target.closest && event.target.closest(".md-search, [for=__search], #__search")) use();
    });
  });
  if (/[?&]q=/.test(location.search)) use();
})();

// The buttons that copy: of no use without a script, so no page carries them. The theme's script, which comes next, makes them work.
document.querySelectorAll(".highlight[id^=block-] > pre").forEach(function (pre) {
  var place = document.createElement("span");
  var button = document.createElement("button");
  place.className = "md-code__nav";
  button.className = "md-code__button";
  button.title = pre.parentNode.dataset.label || "Copy";
  button.dataset.mdType = "copy";
  button.dataset.clipboardTarget = "#" + pre.parentNode.id + " code";
  place.append(button);
  pre.prepend(place);
});

// The theme lets the keyboard scroll code, but only where something hovers. A touch screen may have a keyboard, too.
(function () {
  var asked = window.matchMedia;
  window.matchMedia = function (query) { return query === "(hover)" ? { matches: true } : asked.call(window, query); };
})();

// A table that is wider than a phone scrolls sideways: the keyboard has to get there, too.
addEventListener("load", function () {
  function reach(box) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
  }
  var sizes = new ResizeObserver(function (changes) { changes.forEach(function (change) { reach(change.target); }); });
  document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (box) { sizes.observe(box); });
});
