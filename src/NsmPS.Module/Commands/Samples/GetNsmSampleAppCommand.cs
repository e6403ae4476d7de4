using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Errors;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Samples;

namespace NsmPS.Commands;

/// <summary>Shows the sample applications on a cluster, or those that can be created.</summary>
[Cmdlet(VerbsCommon.Get, "NsmSampleApp", DefaultParameterSetName = InstalledSet)]
[OutputType(typeof(NsmSampleApp), ParameterSetName = [InstalledSet])]
[OutputType(typeof(NsmSampleAppInfo), ParameterSetName = [AvailableSet])]
public sealed class GetNsmSampleAppCommand : LifecycleCommand
{
    private const string InstalledSet = "Installed";
    private const string AvailableSet = "Available";

    /// <summary>The samples, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "The samples to show; wildcards are allowed.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>What can be created.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AvailableSet,
        HelpMessage = "List the samples that can be created, without asking a cluster.")]
    public SwitchParameter ListAvailable { get; set; }

    /// <summary>A folder with releases or samples of the user.</summary>
    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <inheritdoc/>
    private protected override string? UserManifests => ManifestPath;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ListAvailable)
        {
            Run(ListCatalogAsync);
        }
        else
        {
            ForEachCluster(async (target, queue, token) =>
            {
                var samples = new SampleLifecycle(await ConnectAsync(target, token), LoadCatalog());
                var exact = Name is [var one] && !WildcardPattern.ContainsWildcardCharacters(one) ? one : null;
                var found = await samples.GetAsync(exact, target.Namespace, token);
                return Write(found, sample => sample.Name, sample => queue.Result(sample, target), queue, target.Label);
            });
        }
    }

    private Task ListCatalogAsync(PipelineQueue queue, CancellationToken cancellationToken)
    {
        Write(LoadCatalog().SampleApps, sample => sample.Name, queue.Object, queue, cluster: null);
        return Task.CompletedTask;
    }

    private int Write<T>(IReadOnlyList<T> samples, Func<T, string> name, Action<T> write, PipelineQueue queue, string? cluster)
    {
        var patterns = Name.Select(wanted => WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase)).ToList();
        foreach (var sample in samples.Where(sample => patterns.Exists(pattern => pattern.IsMatch(name(sample)))))
        {
            write(sample);
        }

        foreach (var missing in ExactNames.Missing(Name, samples.Select(name)))
        {
            queue.Error(ErrorRecords.From(new NsmException(NsmErrors.NameNotFound, $"There is no sample '{missing}'.", missing), cluster));
        }

        return samples.Count;
    }
}
