using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using OpsConsole.Client.Live;
using OpsConsole.Client.Runs;

namespace OpsConsole.Client.Environments;

public partial class FreezeDialog
{
    private const string Hour = "1";
    private const string FourHours = "4";
    private const string Tomorrow = "tomorrow";
    private const string Own = "own";

    /// <summary>When people are at work again.</summary>
    private const int MorningHour = 8;

    private string? _reason;
    private string _choice = Hour;
    private string? _own;
    private DateTimeOffset? _end;
    private bool _wasVisible;
    private bool _tried;
    private bool _executing;
    private Refusal? _refusal;

    [Parameter, EditorRequired]
    public EnvironmentState State { get; set; } = default!;

    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = default!;

    [Parameter, EditorRequired]
    public bool Visible { get; set; }

    [Parameter]
    public EventCallback<bool> VisibleChanged { get; set; }

    [Inject]
    private IFreezes Freezes { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private Figures Figures { get; set; } = default!;

    /// <summary>When it would end, by the choice and by the clock of this moment; null while that cannot be told.</summary>
    private DateTimeOffset? Until => _choice switch
    {
        Hour => Time.GetUtcNow().AddHours(1),
        FourHours => Time.GetUtcNow().AddHours(4),
        _ => _end,
    };

    private bool Ends => Until > Time.GetUtcNow();

    private string End => Until switch
    {
        { } until when Ends => T["FreezeEnds", Figures.When(until, Time.GetUtcNow())],
        not null => T["FreezeEndIsOver"],
        _ => T["FreezeEndUnknown"],
    };

    private string? ReasonError => ReasonCheck.Of(_reason) is { } wrong ? RunT[wrong].Value : null;

    protected override void OnParametersSet()
    {
        if (Visible && !_wasVisible)
        {
            (_reason, _choice, _own, _end, _tried, _refusal) = (null, Hour, null, null, false, null);
        }

        _wasVisible = Visible;
    }

    private async Task ChooseAsync(string? choice)
    {
        _choice = choice ?? Hour;
        _end = _choice == Tomorrow ? await LocalAsync("opsconsole.tomorrowAt", MorningHour) : null;
        _own = null;
    }

    private async Task OwnAsync(string? own)
    {
        _own = own;
        _end = string.IsNullOrEmpty(own) ? null : await LocalAsync("opsconsole.instantOf", own);
    }

    /// <summary>Only the browser knows what its person's clock means.</summary>
    private async Task<DateTimeOffset?> LocalAsync(string function, object given)
        => DateTimeOffset.TryParse(await Js.InvokeAsync<string?>(function, given), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private async Task ConfirmAsync()
    {
        _tried = true;
        if (ReasonError is not null || Until is not { } until)
        {
            return;
        }

        _executing = true;
        try
        {
            _refusal = (await Freezes.FreezeAsync(Actor, State.Name, new FreezeRequest(_reason!.Trim(), until), CancellationToken.None)).Refusal;
        }
        finally
        {
            _executing = false;
        }

        if (_refusal is null)
        {
            await VisibleChanged.InvokeAsync(false);
        }
    }
}
