// Only in the copy of the site for a folder: browsers start no worker from a file's own address, so the search runs in a hidden frame.
window.Worker = function (script) {
  var worker = new EventTarget();
  var queue = [];
  var frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "Search";
  document.body.appendChild(frame);
  var inside = frame.contentWindow;
  inside.postMessage = function (data) { worker.dispatchEvent(new MessageEvent("message", { data: data })); };
  inside.importScripts = function () {};
  function pass(data) { inside.dispatchEvent(new inside.MessageEvent("message", { data: data })); }
  worker.postMessage = function (data) { if (queue) queue.push(data); else pass(data); };
  var code = inside.document.createElement("script");
  code.src = script;
  code.onload = function () { var all = queue; queue = null; all.forEach(pass); };
  inside.document.body.appendChild(code);
  return worker;
};
