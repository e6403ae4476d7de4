using NsmPS.Adapter.Events;

namespace NsmPS.Adapter.Operations.Lanes;

/// <summary>A place in the lanes of one cluster.</summary>
internal sealed class LaneTicket(string operationId, string fingerprint, IReadOnlyList<string> lanes)
{
    private readonly TaskCompletionSource<AdapterEvent> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string OperationId => operationId;

    public string Fingerprint => fingerprint;

    public IReadOnlyList<string> Lanes => lanes;

    /// <summary>The operation that must end first; null when there is none.</summary>
    public string? Before { get; init; }

    /// <summary>Ends when it is this ticket's turn.</summary>
    public required Task Turn { get; init; }

    /// <summary>How the operation of this ticket ended.</summary>
    public Task<AdapterEvent> Ended => _ended.Task;

    internal void End(AdapterEvent end) => _ended.TrySetResult(end);
}
