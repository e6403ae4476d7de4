namespace NsmPS.Adapter.Operations.Journal;

/// <summary>An operation on one cluster that has not ended: as much of it as its end must say, and no secret.</summary>
/// <param name="Id">The operation's id.</param>
/// <param name="Doing">What it does, for example <c>installing</c>.</param>
/// <param name="Subject">With what, for example <c>NSM service mesh</c>.</param>
/// <param name="Cluster">The name of the cluster's context.</param>
internal sealed record OpenOperation(string Id, string Doing, string Subject, string Cluster)
{
    public static OpenOperation Of(OperationRequest request, string cluster) =>
        new(request.OperationId, request.Operation.Words.Doing(request.Direction), request.Operation.Words.Subject, cluster);
}
