using OpsConsole.Server.Runs.Bakes;

namespace OpsConsole.Server.Tests.Runs;

public sealed class ProbeRuleTests
{
    private readonly ProbeRule _rule = new(TimeProvider.System);

    [Fact]
    public void Probes_ThreeFailedInARow_Trip()
    {
        foreach (var error in new[] { "a", "b", null, "c", "d" })
        {
            _rule.Probed(error);
            Assert.Null(_rule.Trip);
        }

        Assert.Equal(2, _rule.Now.Single().Value);
        _rule.Probed("e");
        Assert.Equal("3 probes in a row failed: e", _rule.Trip);
    }
}
