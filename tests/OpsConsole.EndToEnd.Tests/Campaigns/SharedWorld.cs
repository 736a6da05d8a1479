namespace OpsConsole.EndToEnd.Tests.Campaigns;

/// <summary>One console for every test that leaves it as it was: a start takes longer than most of them.</summary>
[CollectionDefinition(Name)]
public sealed class SharedWorld : ICollectionFixture<World>
{
    public const string Name = "one console";
}
