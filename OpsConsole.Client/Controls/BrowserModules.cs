using Microsoft.JSInterop;

namespace OpsConsole.Client.Controls;

/// <summary>
/// The scripts beside the controls, each loaded once per page. They clean up after themselves when their element leaves
/// the page: a call that takes leave of a browser which is not there any more would wait for an answer that never comes.
/// </summary>
internal sealed class BrowserModules(IJSRuntime browser, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Task<IJSObjectReference>> _modules = new(StringComparer.Ordinal);

    /// <summary>Calls a function of <c>Controls/{control}.razor.js</c>. False when the browser did not answer: it may be gone, or come back.</summary>
    public async Task<bool> TryCallAsync(string control, string function, params object?[] args)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        try
        {
            var module = await ModuleAsync(control).WaitAsync(patience.Token);
            await module.InvokeVoidAsync(function, patience.Token, args);
            return true;
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            return false;
        }
    }

    private Task<IJSObjectReference> ModuleAsync(string control)
    {
        if (!_modules.TryGetValue(control, out var module) || module.IsFaulted || module.IsCanceled)
        {
            _modules[control] = module = browser.InvokeAsync<IJSObjectReference>("import", $"./_content/OpsConsole.Client/Controls/{control}.razor.js").AsTask();
        }

        return module;
    }
}
