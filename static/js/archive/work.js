// What is being worked on, what waits, and what failed, with what to do about it.
import { api } from "../api.js";
import { h, icon } from "../dom.js";
import { roughly } from "../format.js";
import { failedRow, runningRow } from "../home/status.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.archive;

const figure = (name, value, label, kind = "") => h("div", { class: `figure ${kind}`, dataset: { testid: `figure-${name}` } }, h("dt", {}, label), h("dd", {}, value));

function figures(report) {
  const { searchable, pending, failed, duration } = report.recordings;
  const running = report.running.filter((job) => job.recording).length;
  const { is_fresh: isFresh, behind } = report.index;
  return [
    figure("searchable", STRINGS.number(searchable), words.searchable),
    figure("length", duration > 0 ? roughly(duration) : "–", words.length),
    figure("running", STRINGS.number(running), words.running, running > 0 ? "busy" : ""),
    figure("waiting", STRINGS.number(Math.max(0, pending - running)), words.waiting),
    figure("failed", STRINGS.number(failed), words.failed, failed > 0 ? "bad" : ""),
    figure("index", isFresh ? words.fresh : words.behind(behind), words.index, isFresh ? "good" : "busy"),
  ];
}

export function workPart() {
  const row = h("dl", { class: "figures" });
  const running = h("ul", { class: "jobs", "aria-label": words.running });
  const failed = h("ul", { class: "failures", "aria-label": words.failed });
  const failedBlock = h("section", { class: "failed-block", hidden: true }, h("h2", { class: "section-heading" }, icon("warn"), words.failedHeading), failed);
  let drawn = "";
  const element = h("section", { "aria-label": words.now }, row, running, failedBlock);
  return {
    element,
    draw(report) {
      row.replaceChildren(...figures(report));
      running.replaceChildren(...report.running.map(runningRow));
      // Redrawn only when it changed: what somebody reads or selects there should stay.
      const now = JSON.stringify(report.failed);
      if (now === drawn) return;
      drawn = now;
      failedBlock.hidden = report.failed.length === 0;
      failed.replaceChildren(...report.failed.map((item) => failedRow(item, () => api.status().then((next) => this.draw(next), () => {}))));
    },
  };
}
