namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>A real proxy of a kind in front of two slots, as a team has it, and the plain way to switch it without a console.</summary>
internal interface IProxy : IAsyncDisposable
{
    /// <summary>Where users call.</summary>
    Uri FrontDoor { get; }

    /// <summary>The settings of its gateway, by the keys below <c>Gateway</c>.</summary>
    IEnumerable<(string Key, string Value)> Gateway { get; }

    /// <summary>Sends all traffic to <paramref name="slot"/> by what a script would do.</summary>
    Task PlainSwitchAsync(string slot);

    /// <summary>Ends it at once, as <c>kill -9</c> does, with all that serves.</summary>
    Task KillAsync();

    /// <summary>Starts it.</summary>
    /// <param name="plain">Whether nobody but a script switches it; else it waits for what the console writes first, where it needs that.</param>
    Task StartAsync(bool plain);
}
