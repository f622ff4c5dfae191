// The sign-in form: exchanges the token for a session cookie, then opens what was asked for.
import { STRINGS, translate } from "./strings.js";

translate();
document.title = `${STRINGS.html.signIn} · ${STRINGS.title}`;

const form = document.getElementById("login-form");
const input = document.getElementById("token");
const problem = document.getElementById("login-error");
const submit = document.getElementById("login-submit");

function explain(text) {
  problem.textContent = text;
  input.setAttribute("aria-invalid", text ? "true" : "false");
}

async function signIn(token) {
  const answer = await fetch("/api/v1/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) return "";
  if (answer.status === 401) return STRINGS.login.wrong;
  if (answer.status === 429) return STRINGS.login.slow;
  return STRINGS.login.failed;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const token = input.value.trim();
  if (!token) {
    explain(STRINGS.login.empty);
    input.focus();
    return;
  }
  submit.disabled = true;
  explain("");
  let reason = STRINGS.login.unreachable;
  try {
    reason = await signIn(token);
  } catch {
    // The server can't be reached: said below.
  }
  submit.disabled = false;
  if (!reason) {
    location.reload();
    return;
  }
  explain(reason);
  input.select();
  input.focus();
});
