namespace OpsConsole.Server.Configuration;

/// <summary>All of the settings under <c>OpsConsole</c>, read and checked: the options, and everything that is wrong at once.</summary>
/// <param name="Options">What was wanted; of no use while something is wrong.</param>
/// <param name="Errors">What is wrong, by key.</param>
internal sealed record SettingsCheck(ConsoleOptions Options, IReadOnlyList<SettingError> Errors)
{
    private const string AllowedUrls = "addresses such as http://127.0.0.1:5080, several with a semicolon between them";

    public static SettingsCheck Of(IConfiguration configuration)
    {
        var reader = new OptionsReader();
        var options = reader.Read<ConsoleOptions>(configuration.GetSection(ConsoleOptions.Section));
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        List<SettingError> errors =
        [
            .. reader.Errors,
            .. Urls(urls),
            .. ListenPorts.Of(urls),
            .. DataDirectory(options.DataDirectory),
            .. Password(options.Bootstrap.Password),
            .. NetworkCheck.Of($"{ConsoleOptions.Section}:{nameof(options.Sandbox)}:{nameof(options.Sandbox.TrustedNetworks)}", options.Sandbox.TrustedNetworks),
            .. options.Environments.SelectMany(environment => EnvironmentCheck.Of(environment.Key, environment.Value, reader.Errors)),
            .. Ports(options, urls),
            .. OwnFiles(options),
        ];

        // A value that could not be read keeps its default, and may then be found missing: the first error of a key says why.
        return new SettingsCheck(options, [.. errors.DistinctBy(error => error.Key).OrderBy(error => error.Key, StringComparer.OrdinalIgnoreCase)]);
    }

    private static IEnumerable<SettingError> Urls(string urls)
    {
        var wrong = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(url => Listen(url) is null).ToList();
        return urls.Trim().Length == 0 ? [SettingError.Missing("Urls", AllowedUrls)] : wrong.Select(url => SettingError.Wrong("Urls", url, AllowedUrls));
    }

    private static IEnumerable<SettingError> DataDirectory(string? directory)
    {
        if (directory is not null && (directory.Trim().Length == 0 || directory.Contains('\0', StringComparison.Ordinal)))
        {
            yield return SettingError.Wrong($"{ConsoleOptions.Section}:{nameof(DataDirectory)}", directory.Replace('\0', '?'), "a directory");
        }
    }

    private static IEnumerable<SettingError> Password(string? password)
    {
        if (password is not null && string.IsNullOrWhiteSpace(password))
        {
            yield return SettingError.Wrong(
                $"{ConsoleOptions.Section}:{nameof(ConsoleOptions.Bootstrap)}:{nameof(Password)}", "", "a password; or leave it out for a one-time way in");
        }
    }

    /// <summary>A gateway of the console's own listens where nothing else does.</summary>
    private static IEnumerable<SettingError> Ports(ConsoleOptions options, string urls)
    {
        var taken = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Listen).OfType<BindingAddress>().DistinctBy(address => address.Port).ToDictionary(address => address.Port, _ => "the console itself");
        var gateways = options.Environments.Count == 0
            ? [($"{ConsoleOptions.Section}:{nameof(options.Sandbox)}:{nameof(options.Sandbox.GatewayPort)}", SandboxOptions.Name, options.Sandbox.GatewayPort)]
            : options.Environments
                .Where(environment => environment.Value.Gateway.Exists(gateway => gateway.Kind == GatewayOptions.Sandbox))
                .Select(environment => (
                    Key: $"{ConsoleOptions.Section}:{nameof(options.Environments)}:{environment.Key}:{nameof(environment.Value.FrontDoor)}",
                    Name: environment.Key,
                    Port: EnvironmentCheck.WebAddress(environment.Value.FrontDoor)?.Port ?? 0));
        foreach (var (key, name, port) in gateways.Where(gateway => gateway.Item3 > 0))
        {
            if (!taken.TryAdd(port, $"the gateway of {name}"))
            {
                yield return SettingError.Wrong(key, FormattableString.Invariant($"{port}"), $"a port that nothing else wants: {taken[port]} listens there");
            }
        }
    }

    /// <summary>A file that two environments wrote would be of neither.</summary>
    private static IEnumerable<SettingError> OwnFiles(ConsoleOptions options) => options.Environments
        .SelectMany(environment => environment.Value.Gateway.SelectMany(gateway => new[]
        {
            (environment.Key, Name: nameof(gateway.IncludeFile), File: gateway.IncludeFile),
            (environment.Key, Name: nameof(gateway.StateFile), File: gateway.StateFile),
            (environment.Key, Name: nameof(gateway.Map), File: gateway.Map),
        }))
        .Where(found => found.File is not null)
        .GroupBy(found => found.File)
        .SelectMany(same => same.Skip(1).Select(found => SettingError.Wrong(
            $"{ConsoleOptions.Section}:{nameof(options.Environments)}:{found.Key}:{nameof(EnvironmentOptions.Gateway)}:{found.Name}", found.File, $"a file of its own: {same.First().Key} has this one")));

    private static BindingAddress? Listen(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", PathBase: "" } address ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
