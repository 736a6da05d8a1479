using Microsoft.Extensions.Configuration;
using OpsConsole.Server.Configuration;

namespace OpsConsole.Server.Tests.Configuration;

/// <summary>An environment in the settings, as small as it may be.</summary>
internal static class Shop
{
    public const string Key = "OpsConsole:Environments:shop";

    /// <summary>All of its settings, all right.</summary>
    public static List<(string Key, string? Value)> Right() =>
    [
        ($"{Key}:FrontDoor", "http://127.0.0.1:8080"),
        ($"{Key}:Gateway:Kind", "sandbox"),
        ($"{Key}:Slots:Blue:Kind", "external"),
        ($"{Key}:Slots:Blue:Address", "http://127.0.0.1:9001"),
        ($"{Key}:Slots:Green:Kind", "external"),
        ($"{Key}:Slots:Green:Address", "http://127.0.0.1:9002"),
    ];

    public static SettingsCheck Check(IEnumerable<(string Key, string? Value)> settings) => SettingsCheck.Of(new ConfigurationBuilder()
        .AddInMemoryCollection([new("urls", SettingSources.DefaultUrls)])
        .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)))
        .Build());
}
