// Where does my key go? The page shows recorded keys; this puts a form above them and computes what the clients would.
(function () {
  var root = document.querySelector(".key-places");
  var table = root.querySelector("tbody");
  var lanes = root.querySelector(".keys-lanes");
  var shown = JSON.parse(root.dataset.keys);
  var count = 3;
  var before = 0; // the number of partitions before the last change

  function murmur2(data) {
    var m = 0x5bd1e995, n = data.length, h = 0x9747b28c ^ n, i = 0, k;
    for (; n - i >= 4; i += 4) {
      k = Math.imul(data[i] | data[i + 1] << 8 | data[i + 2] << 16 | data[i + 3] << 24, m);
      h = Math.imul(h, m) ^ Math.imul(k ^ k >>> 24, m);
    }
    if (n - i > 2) h ^= data[i + 2] << 16;
    if (n - i > 1) h ^= data[i + 1] << 8;
    if (n - i > 0) h = Math.imul(h ^ data[i], m);
    h = Math.imul(h ^ h >>> 13, m);
    return (h ^ h >>> 15) >>> 0;
  }

  function crc32(data) {
    var c = -1;
    data.forEach(function (octet) {
      c ^= octet;
      for (var bit = 0; bit < 8; bit++) c = c >>> 1 ^ (c & 1 ? 0xedb88320 : 0);
    });
    return ~c >>> 0;
  }

  var clients = JSON.parse(root.dataset.clients);
  var hashes = [
    // Clients with murmur2 leave out the sign bit.
    { name: "murmur2", clients: clients.murmur2, of: murmur2, number: function (hash) { return hash & 0x7fffffff; } },
    { name: "CRC32", clients: clients.CRC32, of: crc32, number: function (hash) { return hash; } }
  ];
  var chosen = hashes[0];

  function bytes(key) { return new TextEncoder().encode(key); }

  // The partition of a key, or -1 where chance decides: for clients with CRC32 an empty key is none.
  function place(hash, key, partitions) {
    return hash === hashes[1] && !key ? -1 : hash.number(hash.of(bytes(key))) % partitions;
  }

  function hex(number, digits) { return ("0000000" + number.toString(16)).slice(-digits); }

  function label(partition) { return partition < 0 ? "any" : "P" + partition; }

  function make(tag, content, name) {
    var element = document.createElement(tag);
    [].concat(content).forEach(function (each) { element.append(each); });
    if (name) element.className = name;
    return element;
  }

  function code(key) { return make("code", key === "" ? "(empty)" : key); }

  function fill(element, content) { element.replaceChildren.apply(element, content); }

  var box = make("input", []);
  box.value = shown[0];
  box.spellcheck = false;
  box.autocomplete = box.autocapitalize = "off";
  box.maxLength = 100;
  var choices = hashes.map(function (hash, number) {
    var radio = make("input", []);
    radio.type = "radio";
    radio.name = "keys-client";
    radio.checked = !number;
    radio.addEventListener("change", function () { chosen = hash; before = 0; show(); });
    return make("label", [radio, " " + hash.clients]);
  });
  var slider = make("input", []);
  slider.type = "range";
  slider.min = 1;
  slider.max = 12;
  slider.value = count;
  var more = make("button", "Add a partition", "md-button");
  more.type = "button";
  var size = make("output", []);
  var said = make("p", [], "explore-said"); // the same in one sentence, for screen readers
  var form = make("div", [
    make("label", [make("span", "Your key"), box], "keys-key"),
    make("fieldset", [make("legend", "Your client")].concat(choices)),
    make("label", [make("span", ["Partitions: ", size]), slider], "keys-count"),
    more
  ], "explore keys-form");

  function grow(to) {
    before = count;
    count = to;
    slider.value = to;
    show();
  }

  function ways(key) {
    var data = bytes(key);
    var octets = Array.prototype.map.call(data, function (each) { return hex(each, 2); }).join(" ");
    var length = data.length + (data.length === 1 ? " byte" : " bytes");
    fill(root.querySelector(".keys-bytes"), data.length
      ? ["The key ", code(key), " is " + length + ": ", make("code", octets)]
      : ["The key is empty: it has no bytes. That is not the same as no key, except to " + clients.CRC32 + "."]);
    fill(table, hashes.map(function (hash) {
      var client = make("th", hash.clients), made = hash.of(data);
      client.scope = "row";
      var sum = place(hash, key, count) < 0
        ? ["counts as no key:", make("br", []), "chance decides"]
        : [hash.name + " ", make("code", hex(made, 8)), make("br", []), hash.number(made) + " mod " + count + " = " + place(hash, key, count)];
      return make("tr", [client, make("td", sum), make("td", make("b", label(place(hash, key, count)), "place"))],
        hash === chosen ? "chosen" : "");
    }));
  }

  function spread(key, keys) {
    var any = keys.filter(function (each) { return place(chosen, each, count) < 0; });
    var rows = [];
    for (var partition = any.length ? -1 : 0; partition < count; partition++) {
      var held = [];
      keys.forEach(function (each) {
        if (place(chosen, each, count) !== partition) return;
        var chip = code(each), from = before ? place(chosen, each, before) : partition;
        if (each === key) chip.className = "yours";
        if (from !== partition) {
          chip.append(make("small", " from " + label(from)));
          chip.classList.add("moved");
        }
        held.push(" ", chip);
      });
      rows.push(make("li", [make("b", label(partition), "place")].concat(held.length ? held : [" ", make("i", "none of them")])));
    }
    fill(lanes, rows);
  }

  function show() {
    var key = box.value, keys = shown.indexOf(key) < 0 ? shown.concat(key) : shown;
    var from = before || count, to = before ? count : count + 1, moved = [], number = 0;
    keys.forEach(function (each) {
      var old = place(chosen, each, from), now = place(chosen, each, to);
      if (old === now) return;
      moved.push(number++ ? ", " : ": ", code(each), " " + label(old) + " → " + label(now));
    });
    ways(key);
    spread(key, keys);
    size.textContent = count;
    more.disabled = count > 11;
    root.querySelector(".keys-title").textContent =
      keys.length + " keys in " + (count === 1 ? "1 partition" : count + " partitions") + ", with " + chosen.clients;
    fill(root.querySelector(".keys-moved"), [
      (before ? "From " + before + " to " + count + " partitions, " : "One partition more, and ") +
        number + " of " + keys.length + " keys go elsewhere"
    ].concat(moved, ". Records that are stored already stay."));
    said.textContent = hashes.map(function (hash) { return hash.clients + ": " + label(place(hash, key, count)); }).join("; ") +
      ". " + (before ? root.querySelector(".keys-moved").textContent : "");
  }

  box.addEventListener("input", function () { before = 0; show(); });
  slider.addEventListener("input", function () { grow(Number(slider.value)); });
  more.addEventListener("click", function () { if (count < 12) grow(count + 1); });
  show();
  said.setAttribute("role", "status");
  root.prepend(form, said);
})();
