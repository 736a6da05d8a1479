namespace OpsConsole.Server.Cli;

/// <summary>What was asked for, or how, is not right: exit code 2. The message is for the person who typed it.</summary>
internal sealed class UsageException(string message) : Exception(message);
