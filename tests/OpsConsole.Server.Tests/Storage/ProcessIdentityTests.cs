using System.Diagnostics;
using OpsConsole.Server.Storage;
using OpsConsole.Support;

namespace OpsConsole.Server.Tests.Storage;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void Own_WrittenAndRead_IsTheSameAndAlive()
    {
        var read = ProcessIdentity.Parse(ProcessIdentity.Own.ToString());
        Assert.Equal(ProcessIdentity.Own, read);
        Assert.True(read!.IsAlive());
    }

    [Fact]
    public async Task Process_Killed_IsGoneBeforeItsParentHasAskedForIt()
    {
        using var child = Process.Start("sleep", ["600"]);
        var identity = ProcessIdentity.Find(child.Id)!;
        Assert.True(identity.IsAlive());
        child.Kill();
        await Eventually.BecomesTrueAsync(() => identity.IsAlive() == false);
    }

    [Fact]
    public void Process_SameNumberStartedLater_IsNotTheSame()
        => Assert.False((ProcessIdentity.Own with { StartTicks = ProcessIdentity.Own.StartTicks - 1 }).IsAlive());

    [Fact]
    public void Process_OfTheMachineBeforeItsRestart_IsGone()
        => Assert.False((ProcessIdentity.Own with { BootId = "another" }).IsAlive());

    [Fact]
    public void Process_OfAnotherContainerOfThisMachine_CannotBeTold()
    {
        Assert.Null((ProcessIdentity.Own with { Host = "web-2" }).IsAlive());
        Assert.Null((ProcessIdentity.Own with { Space = "1" }).IsAlive());
    }

    [Theory]
    [InlineData("")]
    [InlineData("host:1:2:boot")]
    [InlineData("host:4:one:2:boot")]
    public void Parse_SomethingElse_IsNull(string text) => Assert.Null(ProcessIdentity.Parse(text));
}
