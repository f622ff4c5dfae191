// The only place that talks to the server. Tells the page when the server is gone and when it is back.

/** What the server answered instead of what was asked for. */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Whether asking again later may help. */
  get isPassing() {
    return this.status === 0 || this.status >= 502;
  }
}

/** Fires "down" and "up" as the server goes and comes, and "signedout" when the session ended. */
export const connection = new EventTarget();
let isDown = false;
let wakeTimer;

function setDown(down) {
  if (down === isDown) return;
  isDown = down;
  connection.dispatchEvent(new Event(down ? "down" : "up"));
  if (down) knock(1000);
}

/** Asks for the health every few seconds until there is an answer. */
function knock(delay) {
  clearTimeout(wakeTimer);
  wakeTimer = setTimeout(async () => {
    try {
      const answer = await fetch("/health", { cache: "no-store" });
      if (answer.ok) return setDown(false);
    } catch {
      // Still gone.
    }
    return knock(Math.min(delay * 1.5, 8000));
  }, delay);
}

async function failure(answer) {
  let error = {};
  try {
    error = (await answer.json()).error ?? {};
  } catch {
    // Not our JSON: a proxy's page, perhaps.
  }
  return new ApiError(answer.status, error.code ?? "unknown", error.message ?? answer.statusText);
}

/** Gets JSON; an aborted request rejects with an AbortError, anything else with an ApiError. */
export async function getJson(path, { signal } = {}) {
  let answer;
  try {
    answer = await fetch(path, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    setDown(true);
    throw new ApiError(0, "unreachable", "the server can't be reached");
  }
  if (answer.status >= 502) setDown(true);
  if (answer.status === 401) connection.dispatchEvent(new Event("signedout"));
  if (!answer.ok) throw await failure(answer);
  setDown(false);
  return answer.json();
}

/** Asks the server to do something; it answers without a body. */
export async function post(path) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", headers: { Accept: "application/json" } });
  } catch {
    setDown(true);
    throw new ApiError(0, "unreachable", "the server can't be reached");
  }
  if (answer.status === 401) connection.dispatchEvent(new Event("signedout"));
  if (!answer.ok) throw await failure(answer);
}

/** An address with the parameters that are set. */
export function address(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export const api = {
  search: (parameters, options) => getJson(address("/api/v1/search", parameters), options),
  suggest: (parameters, options) => getJson(address("/api/v1/suggest", parameters), options),
  recordings: (parameters, options) => getJson(address("/api/v1/recordings", parameters), options),
  recording: (id, options) => getJson(`/api/v1/recordings/${encodeURIComponent(id)}`, options),
  peaks: (id, options) => getJson(`/api/v1/recordings/${encodeURIComponent(id)}/peaks`, options),
  retry: (id) => post(`/api/v1/recordings/${encodeURIComponent(id)}/retry`),
  history: (id, options) => getJson(`/api/v1/recordings/${encodeURIComponent(id)}/history`, options),
  contents: (options) => getJson("/api/v1/collections/contents", options),
  crawl: (name) => post(`/api/v1/collections/${encodeURIComponent(name)}/crawl`),
  collections: (options) => getJson("/api/v1/collections", options),
  status: (options) => getJson("/api/v1/status", options),
};

export const recordingUrl = (id, parameters = {}) => address(`/recordings/${encodeURIComponent(id)}`, parameters);
