/* Small comforts. Every page works without them. */
"use strict";

(() => {
  const IDLE_MS = 1500;

  /* A form with data-autosave="URL" posts what was typed there once the typing pauses. */
  function autosave(form) {
    const status = form.querySelector("[data-autosave-status]");
    let timer = 0;
    const say = (words) => {
      if (status) status.textContent = words || "";
    };
    const save = async () => {
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body: new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")),
          headers: { "X-Requested-With": "XMLHttpRequest" },
        });
        say(answer.ok && !answer.redirected ? form.dataset.autosaveKept : form.dataset.autosaveFailed);
      } catch {
        say(form.dataset.autosaveFailed);
      }
    };
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, IDLE_MS);
    });
    form.addEventListener("submit", () => window.clearTimeout(timer));
  }

  /* An input with data-filters="TABLE-ID" hides the rows that do not contain what is typed. */
  function filter(input) {
    const table = document.getElementById(input.dataset.filters);
    if (!table) return;
    const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const count = document.getElementById(input.getAttribute("aria-describedby"));
    input.closest(".table-filter").hidden = false;
    input.addEventListener("input", () => {
      const wanted = fold(input.value.trim());
      rows.forEach((row) => (row.hidden = wanted !== "" && !fold(row.textContent).includes(wanted)));
      if (count) count.textContent = `${rows.filter((row) => !row.hidden).length} / ${rows.length}`;
    });
  }

  /* In a list of shares, what is left of the whole is shown while they are typed. */
  function remainder(list) {
    const left = list.querySelector("[data-remainder]");
    const digits = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
    const hundredths = (box) => {
      const gone = box.closest(".rows-row").querySelector("[name$=-DELETE]");
      const typed = gone && gone.checked ? "" : box.value;
      return Math.round(Number(typed.replace(",", ".").replace("%", "").trim()) * 100) || 0;
    };
    list.addEventListener("input", () => {
      const shares = [...list.querySelectorAll("[data-share]")].map(hundredths);
      left.textContent = digits.format((10000 - shares.reduce((sum, one) => sum + one, 0)) / 100);
    });
  }

  /* A download menu closes on Escape and when something else is chosen. */
  function menu(details) {
    const close = () => details.removeAttribute("open");
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      close();
      details.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (!details.contains(event.target)) close();
    });
  }

  /* On a phone the rail is folded, so that the page comes first. */
  if (window.matchMedia("(max-width: 59.99rem)").matches) {
    document.querySelectorAll(".rail-fold").forEach((rail) => rail.removeAttribute("open"));
  }

  document.querySelectorAll("form[data-autosave]").forEach(autosave);
  document.querySelectorAll("input[data-filters]").forEach(filter);
  document.querySelectorAll("[data-shares]").forEach(remainder);
  document.querySelectorAll("details.download").forEach(menu);
  document.querySelector(".error-summary")?.focus();
})();
