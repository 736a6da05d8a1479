export function show(dialog) {
  if (!dialog.open) {
    dialog.showModal();
    // The content arrived before the dialog was shown, so the browser's own autofocus may have missed it.
    dialog.querySelector("[autofocus]")?.focus();
  }
}

export function close(dialog) {
  if (dialog.open) {
    dialog.close();
  }
}
