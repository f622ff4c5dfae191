// A recording's address needs the view's modules: they are asked for before the first page's, not after.
// At any other address this does nothing.
if (location.pathname.startsWith("/recordings/")) import("./view.js").catch(() => {});
