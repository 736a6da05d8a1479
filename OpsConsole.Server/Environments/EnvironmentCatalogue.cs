namespace OpsConsole.Server.Environments;

/// <summary>Every environment that the console looks after.</summary>
internal sealed class EnvironmentCatalogue(IReadOnlyList<ManagedEnvironment> all)
{
    public IReadOnlyList<ManagedEnvironment> All { get; } = all;

    public ManagedEnvironment? Find(string name) => All.FirstOrDefault(environment => environment.Name == name);
}
