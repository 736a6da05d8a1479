namespace OpsConsole.Server.Runs;

/// <summary>Where a step stands, as the world shows it.</summary>
internal enum StepLook
{
    NotDone,
    Done,
    Unknown,
}

/// <summary>A part of a run. What it does and what it undoes are safe to repeat: after a crash they are.</summary>
internal interface IStep
{
    /// <summary>One of <see cref="StepNames"/>.</summary>
    string Name { get; }

    /// <summary>How long it may take.</summary>
    TimeSpan Limit { get; }

    /// <summary>Whether it changes anything that is to be taken back when a later step fails.</summary>
    bool Undoable => false;

    /// <summary>Whether it changes anything that can not be taken back.</summary>
    bool Lasting => false;

    /// <summary>What stays as it left it when it is taken back, in one sentence; null where nothing does. A step with a remainder is its run's point of no return.</summary>
    string? Remains => null;

    /// <summary>What it sets: of two steps with the same, only the later one's effect is to be seen afterwards.</summary>
    string Effect => Name;

    /// <summary>Does it; gives what came of it, in one sentence.</summary>
    /// <exception cref="StepFailedException">It did not work; the message is for the operator.</exception>
    Task<string> DoAsync(StepContext context, CancellationToken cancellationToken);

    /// <summary>Takes it back, and sees that it is; gives what came of it.</summary>
    /// <exception cref="StepFailedException">That could not be seen.</exception>
    Task<string> UndoAsync(StepContext context, CancellationToken cancellationToken) => Task.FromResult("");

    /// <summary>After a restart in its middle: looks at the world, changes nothing.</summary>
    Task<StepLook> LookAsync(StepContext context, CancellationToken cancellationToken) => Task.FromResult(StepLook.NotDone);
}

/// <summary>An expected failure of a step; its message is shown to the operator.</summary>
internal sealed class StepFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A step is not taken back, since that would make things worse: trying again does not help, a person has to look. The message is for them.</summary>
internal sealed class LeftAsItIsException(string message) : Exception(message);
