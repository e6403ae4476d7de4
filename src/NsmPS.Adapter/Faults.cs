namespace NsmPS.Adapter;

/// <summary>Tells defects from expected failures. A defect may end its own operation or call, and nothing else.</summary>
internal static class Faults
{
    /// <summary>Whether an exception is neither a catalogued error nor a cancellation nor a status that was chosen on purpose.</summary>
    public static bool IsDefect(Exception exception) =>
        exception is not (NsmException or OperationCanceledException or Grpc.Core.RpcException);

    /// <summary>The catalogued form of a defect; what the exception says stays in the log.</summary>
    public static NsmException Describe(Exception exception) =>
        new(NsmErrors.InternalError, $"The adapter failed unexpectedly ({exception.GetType().Name}).", null, exception)
        {
            Remedy = "Report it with the adapter's log."
        };
}
