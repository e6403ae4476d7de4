namespace NsmPS.Completion;

/// <summary>The base of completers that ask a cluster, which may be far away or down. Nobody waits long for completion at a
/// prompt.</summary>
internal abstract class ClusterCompleter : TimedCompleter
{
    protected override TimeSpan Budget => TimeSpan.FromSeconds(1);
}
