// Watches the circuit from outside. A live page beats once a second (data-beat); when the beat stops, the page says so
// within about two seconds, and finds its way back by itself: by going on where the console still knows the circuit, by
// loading anew where it does not, however long it took and whether or not the framework has given up.
(() => {
  const silence = 2200; // a beat and its lateness
  const giveUpOnCircuit = 8000; // the console answers, the circuit does not
  const startUp = 15000; // a page that never came alive
  const pause = 1000;
  const root = document.documentElement;
  const instance = document.querySelector("meta[name=instance]")?.content;

  let lastBeat = performance.now();
  let everBeat = false;
  let down = false; // the framework says so
  let lostAt = null;
  let checking = false;
  let leaving = false;

  const watched = () => document.querySelector("[data-beat]") !== null;

  function say(lost) {
    const shown = document.getElementById("connection-lost");
    if (lost && lostAt === null) {
      lostAt = Date.now() - Math.round(performance.now() - lastBeat);
      root.dataset.connection = "lost";
      document.body.append(document.getElementById("connection-lost-template").content.cloneNode(true));
    } else if (!lost && lostAt !== null) {
      lostAt = null;
      delete root.dataset.connection;
      shown?.remove();
    }
    if (lostAt !== null) {
      const since = document.querySelector("#connection-lost [data-since]");
      since.textContent = since.dataset.since.replace("{0}", Math.max(0, Math.round((Date.now() - lostAt) / 1000)));
    }
  }

  function begin() {
    // Not again and again: a page that cannot come alive would load for ever.
    const key = "opsconsole-reloaded";
    const last = Number(sessionStorage.getItem(key) ?? 0);
    if (!leaving && Date.now() - last > 3000) {
      leaving = true;
      sessionStorage.setItem(key, String(Date.now()));
      location.reload();
    }
  }

  async function check() {
    if (checking || leaving) {
      return;
    }
    checking = true;
    if (everBeat && performance.now() - lastBeat > silence) {
      say(true); // Whatever the reason: what is seen is old.
    }
    try {
      const answer = await fetch("/healthz", { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(1500) });
      const quiet = performance.now() - lastBeat;
      if (!answer.ok) {
        say(true);
      } else if (instance && answer.headers.get("X-Instance") && answer.headers.get("X-Instance") !== instance) {
        begin();
      } else if (down) {
        say(true);
        await resume();
      } else if (quiet > silence) {
        if (quiet > (everBeat ? giveUpOnCircuit : startUp)) {
          begin();
        }
      }
    } catch {
      // No answer: that is what was asked.
      say(everBeat || performance.now() - lastBeat > silence * 2);
    } finally {
      checking = false;
    }
  }

  async function resume() {
    try {
      if (await Blazor.reconnect() === false) {
        begin(); // The console does not know this circuit any more.
      }
    } catch {
      // Not yet; the next look tries again.
    }
  }

  new MutationObserver(() => {
    lastBeat = performance.now();
    everBeat = true;
    if (!down) {
      say(false);
    }
  }).observe(root, { subtree: true, attributes: true, attributeFilter: ["data-beat"] });

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && watched()) {
      check(); // The tab slept: what it missed, it does not know.
    }
  });
  window.addEventListener("pageshow", event => { if (event.persisted) begin(); });
  window.addEventListener("online", () => watched() && check());
  window.addEventListener("offline", () => watched() && say(true));
  window.addEventListener("beforeunload", () => { leaving = true; setTimeout(() => { leaving = false; }, 5000); });

  setInterval(() => {
    if (watched() && !document.hidden && (down || lostAt !== null || performance.now() - lastBeat > silence)) {
      check();
    }
  }, pause / 2);

  window.opsconsole = Object.assign(window.opsconsole ?? {}, {
    connectionDown() { down = true; if (!leaving) { say(true); check(); } },
    connectionUp() { down = false; lastBeat = performance.now(); say(false); },
  });
})();
