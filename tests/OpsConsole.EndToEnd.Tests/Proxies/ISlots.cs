namespace OpsConsole.EndToEnd.Tests.Proxies;

/// <summary>Two slots that can be called.</summary>
internal interface ISlots : IAsyncDisposable
{
    Uri Blue { get; }

    Uri Green { get; }

    Uri Of(string slot) => slot == "blue" ? Blue : Green;
}
