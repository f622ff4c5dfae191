// The state of the archive: one line, what is being done now, what failed and why.
import { api } from "../api.js";
import { fill, h, icon } from "../dom.js";
import { label, roughly, s3Address } from "../format.js";
import { toast } from "../notices.js";
import { errorText, failureWords } from "../said.js";
import { STRINGS } from "../strings.js";

const words = STRINGS.status;
const BUSY_MS = 2000;
const QUIET_MS = 10000;

function headline(report) {
  const { searchable, pending, failed, duration } = report.recordings;
  const running = report.running.filter((job) => job.recording).length;
  const waiting = Math.max(0, pending - running);
  const parts = [h("strong", {}, words.ready(searchable))];
  if (duration > 0) parts.push(h("span", {}, roughly(duration)));
  if (running > 0) parts.push(h("span", { class: "busy" }, words.working(running)));
  if (waiting > 0) parts.push(h("span", {}, words.waiting(waiting)));
  if (failed > 0) parts.push(h("span", { class: "bad" }, words.failed(failed)));
  if (searchable > 0 && pending === 0 && report.index.is_fresh) parts.push(h("span", { class: "good" }, icon("check"), words.upToDate));
  return parts;
}

export function runningRow(job) {
  const title = job.recording?.title ?? words.crawlOf(label(job.collection));
  const stage = words.stages[job.stage] ?? words.starting;
  const left = typeof job.remaining_seconds === "number" ? ` · ${words.remaining(roughly(job.remaining_seconds * 1000))}` : "";
  const bar = h("progress", { max: "1", value: job.recording ? String(job.progress) : undefined, "aria-label": words.progress(title) });
  const percent = job.recording ? `${Math.round(job.progress * 100)} %` : "";
  return h("li", { class: "job" }, h("span", { class: "job-title" }, title), h("span", { class: "job-percent" }, percent), bar, h("span", { class: "job-stage" }, stage + left));
}

/** A recording that failed, with its reason and a button to try again. */
export function failedRow(item, onRetried) {
  const retry = h("button", { type: "button", class: "button retry", "aria-label": words.retryOf(item.title), dataset: { testid: "retry" } }, words.retry);
  retry.addEventListener("click", async () => {
    retry.disabled = true;
    try {
      await api.retry(item.id);
      toast(words.retried(item.title));
      onRetried();
    } catch (error) {
      retry.disabled = false;
      toast(words.retryFailed(errorText(error)));
    }
  });
  return h(
    "li", { dataset: { testid: "failed" } }, h("strong", {}, item.title), h("span", { class: "path" }, s3Address(item.media)),
    h("p", {}, words.failedAt(words.stages[item.stage] ?? item.stage), " ", failureWords(item)), retry,
  );
}

/** A disclosure that stays as it was when its content is drawn anew. */
function disclosure(kind) {
  const summary = h("summary", {});
  const list = h("ul", {});
  const element = h("details", { class: `disclosure ${kind}`, hidden: true }, summary, list);
  return {
    element,
    draw(title, rows) {
      element.hidden = rows.length === 0;
      fill(summary, ...title);
      list.replaceChildren(...rows);
    },
  };
}

/** Polls while the page is seen; `onReport` is told of each report. */
export function statusBlock(onReport) {
  const line = h("p", { class: "status-line" });
  const warning = h("p", { class: "note warning", hidden: true });
  const jobs = h("ul", { class: "jobs" });
  const failed = disclosure("failed");
  const behind = h("p", { class: "muted", hidden: true });
  const element = h(
    "section", { class: "status", "aria-label": words.heading, dataset: { testid: "status" } },
    h("div", { class: "status-head" }, line, h("a", { href: "/archive", class: "archive-more" }, words.more)), warning, jobs, behind, failed.element,
  );
  let timer;
  let last;
  let request;
  let drawn = "";

  function draw(report) {
    fill(line, ...headline(report));
    element.classList.toggle("is-empty", report.recordings.searchable + report.recordings.pending + report.recordings.failed + report.running.length === 0);
    jobs.replaceChildren(...report.running.map(runningRow));
    // Redrawn only when it changed: what somebody reads or selects there should stay.
    const still = JSON.stringify(report.failed);
    if (still !== drawn) {
      drawn = still;
      failed.draw([icon("warn"), words.failedHeading(report.failed.length)], report.failed.map((item) => failedRow(item, poll)));
    }
    const open = report.collections.filter(({ redaction_enabled }) => !redaction_enabled).map(({ name }) => name);
    warning.hidden = open.length === 0;
    if (open.length > 0) fill(warning, icon("warn"), words.redactionOff(open));
    behind.hidden = report.index.is_fresh;
    behind.textContent = words.behind(report.index.behind);
  }

  async function poll() {
    clearTimeout(timer);
    request = new AbortController();
    try {
      last = await api.status({ signal: request.signal });
      draw(last);
      onReport(last);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!last) fill(line, h("span", {}, words.unavailable));
    }
    const isBusy = last && (last.running.length > 0 || last.queued > 0 || !last.index.is_fresh);
    if (!document.hidden) timer = setTimeout(poll, isBusy ? BUSY_MS : QUIET_MS);
  }

  const onSeen = () => document.hidden || poll();
  document.addEventListener("visibilitychange", onSeen);
  poll();
  return {
    element,
    last: () => last,
    close() {
      clearTimeout(timer);
      request?.abort();
      document.removeEventListener("visibilitychange", onSeen);
    },
  };
}
