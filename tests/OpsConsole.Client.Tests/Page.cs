using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Support;

namespace OpsConsole.Client.Tests;

/// <summary>A page in the making: the real components and texts over doors that a test holds in its hands.</summary>
internal sealed class Page : BunitContext
{
    public Page(Role role = Role.Sre, bool interactive = true)
    {
        Time = new FakeTime();
        Feed = new FakeFeed(Time);
        Doors = new FakeDoors();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<ILiveFeed>(Feed);
        Services.AddSingleton<IEnvironments>(Doors);
        Services.AddSingleton<IRuns>(Doors);
        Services.AddSingleton<IGates>(Doors);
        Services.AddSingleton<IAudit>(Doors);
        Services.AddSingleton<IFreezes>(Doors);
        Services.AddSingleton<IWindows>(Doors);
        Services.AddSingleton<IChecklists>(Doors);
        Services.AddSingleton<IGatewayChecks>(Doors);
        Services.AddClient();
        this.AddAuthorization().SetAuthorized("sre-2").SetRoles(Word.Of(role));
        // Last: it closes the list of services.
        SetRendererInfo(new RendererInfo("Server", interactive));
    }

    public FakeTime Time { get; }

    public FakeFeed Feed { get; }

    public FakeDoors Doors { get; }

    /// <summary>All is well: every source has told once.</summary>
    public Page AllCalm()
    {
        Feed.Publish(Situation.Environment(last: 412));
        Feed.Publish(Situation.Health());
        Feed.Publish(Situation.Clock(Situation.Node("lb-1", 0.003), Situation.Node("db-1", -0.004)));
        Feed.Publish(Situation.Traffic());
        Doors.Runs.Add(Situation.Run());
        return this;
    }

    public IRenderedComponent<T> Show<T>(params (string Name, object? Value)[] parameters) where T : IComponent => Render<T>(builder =>
    {
        foreach (var (name, value) in parameters)
        {
            builder.TryAdd(name, value);
        }
    });
}
