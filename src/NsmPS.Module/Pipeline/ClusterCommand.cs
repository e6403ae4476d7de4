using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that talk to clusters: one or several, at the same time, each failing for itself.</summary>
public abstract class ClusterCommand : NsmCommand
{
    private const int DefaultClustersAtOnce = 8;

    private readonly List<Asked> _asked = [];

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
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int ThrottleLimit { get; set; }

    /// <summary>How many clusters are worked on at the same time.</summary>
    private protected virtual int ClustersAtOnce => ThrottleLimit == 0 ? DefaultClustersAtOnce : ThrottleLimit;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (ThrottleLimit < 0 || (ThrottleLimit == 0 && MyInvocation.BoundParameters.ContainsKey(nameof(ThrottleLimit))))
        {
            Fail(Invalid($"-ThrottleLimit is {ThrottleLimit}; it must be at least 1.", nameof(ThrottleLimit)));
        }
    }

    /// <summary>The clusters that the parameters and the session name.</summary>
    private protected IReadOnlyList<ClusterTarget> ResolveTargets() =>
        Resolve(KubeconfigPath(Kubeconfig) ?? UnnamedKubeconfig(), Context, Namespace);

    /// <summary>Does the same for several clusters at once. A failure is an error of its own, and the others go on; one that is about the
    /// call ends it, where there is nothing else to do.</summary>
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
            Report(only, alone);
        }

        return [.. results.Where((_, index) => failures[index] is null)];
    }

    /// <summary>Keeps work for every cluster that the parameters name. It is done when the last object of the pipeline has come, so that
    /// piped clusters are worked on at the same time, as several of -Context are.</summary>
    private protected void ForEachCluster(Func<ClusterTarget, PipelineQueue, CancellationToken, Task> work) =>
        _asked.AddRange(ResolveTargets().Select(target => new Asked(target, work)));

    /// <summary>How many times a cluster was asked for.</summary>
    private protected int AskedFor => _asked.Count;

    /// <summary>Says in the verbose output which cluster is worked on.</summary>
    /// <returns>The address of its server.</returns>
    private protected abstract Task<string> IntroduceAsync(ClusterTarget target, PipelineQueue queue, CancellationToken cancellationToken);

    protected override void EndProcessing()
    {
        foreach (var wave in Waves(_asked, asked => asked.Target))
        {
            _ = ForEach(wave, AskedFor == 1, asked => asked.Target.Label, async (asked, queue, token) =>
            {
                await IntroduceAsync(asked.Target, queue, token);
                await asked.Work(asked.Target, queue, token);
                return true;
            });
        }
    }

    /// <summary>Parts what is to be done so that one part holds each cluster once: clusters are worked on at the same time, what is for
    /// the same cluster one after the other.</summary>
    private protected static IReadOnlyList<IReadOnlyList<T>> Waves<T>(IEnumerable<T> items, Func<T, ClusterTarget> target) =>
    [
        .. items.GroupBy(item => target(item) with { Namespace = null })
            .SelectMany(cluster => cluster.Select((item, place) => (Item: item, Place: place)))
            .GroupBy(placed => placed.Place, placed => placed.Item).OrderBy(wave => wave.Key).Select(wave => wave.ToList()),
    ];

    private sealed record Asked(ClusterTarget Target, Func<ClusterTarget, PipelineQueue, CancellationToken, Task> Work);
}
