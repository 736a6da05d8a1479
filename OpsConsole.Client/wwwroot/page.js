// What a page does without a circuit: appearance, what a browser remembers, exact instants on hover.
(() => {
  const year = 60 * 60 * 24 * 365;
  const root = document.documentElement;

  function remember(name, value) {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${value ? year : 0}; samesite=lax`;
  }

  document.addEventListener("click", event => {
    const choice = event.target.closest?.("[data-theme-choice]")?.dataset.themeChoice;
    if (choice !== undefined) {
      remember("opsconsole-theme", choice);
      if (choice) {
        root.dataset.theme = choice;
      } else {
        delete root.dataset.theme;
      }
    }
  });

  // The server writes instants in UTC; only the browser knows the local time.
  const local = new Intl.DateTimeFormat(root.lang || undefined, { dateStyle: "medium", timeStyle: "long" });
  function explain(event) {
    const time = event.target.closest?.("time[datetime]");
    if (time && !time.title.includes("\n")) {
      time.title += `\n${local.format(new Date(time.dateTime))}`;
    }
  }
  document.addEventListener("pointerover", explain);
  document.addEventListener("focusin", explain);

  // What a person says by the clock on the wall, as an instant; null for what is none.
  function instantOf(text) {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? null : at.toISOString();
  }

  function tomorrowAt(hour) {
    const at = new Date();
    at.setDate(at.getDate() + 1);
    at.setHours(hour, 0, 0, 0);
    return at.toISOString();
  }

  window.opsconsole = Object.assign(window.opsconsole ?? {}, { remember, instantOf, tomorrowAt });
})();
