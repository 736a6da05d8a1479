// Loaded by the framework's script before it starts: what happens to a lost connection is decided in reconnect.js.
export function beforeWebStart(options) {
  options.circuit ??= {};
  options.circuit.reconnectionHandler = {
    onConnectionDown: () => window.opsconsole?.connectionDown(),
    onConnectionUp: () => window.opsconsole?.connectionUp(),
  };
}
