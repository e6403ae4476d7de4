using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that talk to clusters: one or several, at the same time, each failing for itself.</summary>
public abstract class ClusterCommand : NsmCommand
{
    private const int DefaultClustersAtOnce = 8;

    [Parameter(ValueFromPipelineByPropertyName = true,
        HelpMessage = "The kubeconfig file; without it the connected one, then KUBECONFIG, then ~/.kube/config.")]
    [Alias(KubeconfigAlias)]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true,
        HelpMessage = "One or several contexts of the kubeconfig; several clusters are worked on at the same time.")]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Context { get; set; }

    // Not taken from the pipeline: the namespace of a kubeconfig context is seldom the mesh's, and the library finds the mesh's by itself.
    [Parameter(HelpMessage = "The namespace, where it is not the default one.")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(HelpMessage = "How many are worked on at the same time.")]
    public int ThrottleLimit { get; set; }

    /// <summary>How many clusters are worked on at the same time.</summary>
    private protected virtual int ClustersAtOnce => ThrottleLimit == 0 ? DefaultClustersAtOnce : ThrottleLimit;

    protected override void BeginProcessing()
    {
        if (ThrottleLimit < 0 || (ThrottleLimit == 0 && MyInvocation.BoundParameters.ContainsKey(nameof(ThrottleLimit))))
        {
            Fail(new NsmException(NsmErrors.OptionInvalid, $"-ThrottleLimit is {ThrottleLimit}; it must be at least 1.",
                nameof(ThrottleLimit)));
        }
    }

    /// <summary>The clusters that the parameters and the session name.</summary>
    private protected IReadOnlyList<ClusterTarget> ResolveTargets() =>
        RunspaceSession.Current.Resolve(KubeconfigPath(Kubeconfig) ?? UnnamedKubeconfig(), Context, Namespace);

    /// <summary>
    /// Does the same on several clusters at once. Alone, a failure ends the command;
    /// among several it is an error of its own and the others go on.
    /// </summary>
    /// <returns>What the work that did not fail gave, in the order of the items.</returns>
    private protected IReadOnlyList<TResult> ForEach<T, TResult>(
        IReadOnlyList<T> items, bool alone, Func<T, string> label, Func<T, PipelineQueue, CancellationToken, Task<TResult>> work)
    {
        var failures = new ErrorRecord?[items.Count];
        var results = new TResult[items.Count];
        Pump(async (queue, token) =>
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = ClustersAtOnce, CancellationToken = token };
            await Parallel.ForEachAsync(Enumerable.Range(0, items.Count), options, async (index, inner) =>
            {
                var item = items[index];
                failures[index] = await AttemptAsync(async () => results[index] = await work(item, queue, inner),
                    alone ? null : label(item), inner);
                if (!alone && failures[index] is { } failure)
                {
                    queue.Error(failure);
                }
            });
        });
        if (alone && failures.FirstOrDefault(failure => failure is not null) is { } only)
        {
            ThrowTerminatingError(only);
        }

        return [.. results.Where((_, index) => failures[index] is null)];
    }

    /// <summary>Does the same on every cluster the parameters name.</summary>
    private protected IReadOnlyList<TResult> ForEachCluster<TResult>(
        Func<ClusterTarget, PipelineQueue, CancellationToken, Task<TResult>> work)
    {
        var targets = ResolveTargets();
        return ForEach(targets, targets.Count == 1, target => target.Label, work);
    }
}
