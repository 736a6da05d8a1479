using Microsoft.AspNetCore.Components;
using OpsConsole.Client.Overview;

namespace OpsConsole.Client.Audit;

public partial class AuditPage
{
    private const int Page = 50;

    /// <summary>A log up to this length is checked when the page opens; a longer one takes a while, so a person asks for it.</summary>
    private const long CheckedAtOnce = 50_000;

    private readonly List<AuditEntry> _entries = [];
    private AuditFilter? _read;
    private AuditEntry? _chosen;
    private AuditVerification? _verified;
    private DateTimeOffset _verifiedAt;
    private long _newest;
    private bool _older;
    private bool _checking;
    private bool _reading;
    private bool _readAgain;

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "actor")]
    private string? By { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    private string? Action { get; set; }

    [SupplyParameterFromQuery(Name = "environment")]
    private string? Environment { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    // Read here, not by the framework: somebody may have typed the address, and a page must not break over that.
    [SupplyParameterFromQuery(Name = "run")]
    private string? RunAsked { get; set; }

    [SupplyParameterFromQuery(Name = "entry")]
    private string? EntryAsked { get; set; }

    private long? Run => AuditFilter.Number(RunAsked);

    private long? Entry => AuditFilter.Number(EntryAsked);

    /// <summary>The key of what the page already shows when the circuit takes it over.</summary>
    [PersistentState]
    public string? Handed { get; set; }

    protected override string? Key => null;

    private AuditFilter Filter => new(From, To, By, Action, Environment, Outcome, Text, Run);

    protected override async Task OnParametersSetAsync()
    {
        var mustRead = _read != Filter;
        if (_read is null && Handover.Take<Painted>(Handed) is { } painted && painted.Filter == Filter)
        {
            (_read, _newest, _older) = (painted.Filter, painted.Newest, painted.Older);
            _entries.AddRange(painted.Entries);
        }

        if (mustRead)
        {
            await ReadAsync();
        }

        if (!RendererInfo.IsInteractive)
        {
            Handed = Handover.Keep(new Painted(Filter, _entries, _newest, _older));
        }

        _chosen = Entry is not { } seq ? null
            : _entries.Find(entry => entry.Seq == seq) ?? (await Audit.ListAsync(new AuditQuery(Before: seq + 1, Limit: 1), CancellationToken.None)).FirstOrDefault(entry => entry.Seq == seq);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && _newest is > 0 and <= CheckedAtOnce)
        {
            await VerifyAsync();
            StateHasChanged();
        }
    }

    protected override void OnState(AuditEntry state)
    {
        if (state.Seq > _newest)
        {
            _newest = state.Seq;
            _ = ReadNewerAsync();
        }
    }

    /// <summary>The feed skips what is too fast for a page; the log does not. So the feed only says that there is more.</summary>
    private async Task ReadNewerAsync()
    {
        _readAgain = true;
        if (_reading)
        {
            return;
        }

        _reading = true;
        try
        {
            while (_readAgain)
            {
                _readAgain = false;
                await ReadAsync();
            }

            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
        finally
        {
            _reading = false;
        }
    }

    private async Task ReadAsync()
    {
        var filter = Filter;
        var first = await Audit.ListAsync(filter.ToQuery(Page), CancellationToken.None);
        var newest = filter.IsEmpty ? first : await Audit.ListAsync(new AuditQuery(Limit: 1), CancellationToken.None);
        _newest = Math.Max(_newest, newest.Count > 0 ? newest[0].Seq : 0);
        if (filter != Filter)
        {
            return; // Something else is looked for by now, and being read.
        }

        var known = _read == filter && _entries.Count > 0 ? _entries[0].Seq : 0;
        var fresh = first.TakeWhile(entry => entry.Seq > known).ToList();
        if (fresh.Count == first.Count)
        {
            _entries.Clear();
            _older = first.Count == Page;
        }

        _entries.InsertRange(0, fresh);
        _read = filter;
    }

    private async Task OlderAsync()
    {
        var more = await Audit.ListAsync(Filter.ToQuery(Page) with { Before = _entries[^1].Seq }, CancellationToken.None);
        _entries.AddRange(more);
        _older = more.Count == Page;
    }

    private async Task VerifyAsync()
    {
        _checking = true;
        StateHasChanged();
        try
        {
            _verified = await Audit.VerifyAsync(CancellationToken.None);
            _verifiedAt = Time.GetUtcNow();
        }
        finally
        {
            _checking = false;
        }
    }

    private void Ask((string Name, string? Value) change)
        => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(change.Name, string.IsNullOrWhiteSpace(change.Value) ? null : change.Value), replace: true);

    private void Choose(long? seq) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("entry", seq));

    private IReadOnlyList<Clause> Say()
    {
        var count = Figures.Whole(_newest);
        return _verified switch
        {
            { Ok: false } broken => [new("Say_broken", Tone.Trouble, Figures.Whole(broken.FirstBroken ?? 0)), new("Say_mustKeep", Tone.Must)],
            { Ok: true } => [new("Say_whole", Tone.Plain, count), new("Say_checkedAt", Tone.Quiet, _verifiedAt)],
            _ when _newest == 0 => [new("Say_empty", Tone.Plain)],
            _ => [new(_checking ? "Say_checking" : "Say_unchecked", Tone.Plain, count)],
        };
    }

    private sealed record Painted(AuditFilter Filter, IReadOnlyList<AuditEntry> Entries, long Newest, bool Older);
}
