// The few choices that a browser keeps. Storage may be blocked: then they last as long as the page.

const memory = new Map();

export function read(name) {
  try {
    return localStorage.getItem(`earmark.${name}`) ?? memory.get(name);
  } catch {
    return memory.get(name);
  }
}

export function write(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(`earmark.${name}`, value);
  } catch {
    // Kept in memory.
  }
}
