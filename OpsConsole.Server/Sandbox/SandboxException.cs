namespace OpsConsole.Server.Sandbox;

/// <summary>The sandbox could not be brought up or changed; the message is one line for the operator.</summary>
internal sealed class SandboxException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A child found its port taken.</summary>
internal sealed class PortBusyException(string message) : Exception(message);
