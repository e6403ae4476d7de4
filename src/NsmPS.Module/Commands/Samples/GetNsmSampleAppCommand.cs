using System.Management.Automation;
using NsmPS.Completion;
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

    [Parameter(Position = 0, HelpMessage = "The samples to show; wildcards are allowed.")]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "*";

    [Parameter(Mandatory = true, ParameterSetName = AvailableSet,
        HelpMessage = "List the samples that can be created, without asking a cluster.")]
    public SwitchParameter ListAvailable { get; set; }

    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    private protected override string? UserManifests => ManifestPath;

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
                var samples = new SampleReader(await ConnectAsync(target, token));
                var exact = WildcardPattern.ContainsWildcardCharacters(Name) ? null : Name;
                var found = await samples.GetAsync(exact, target.Namespace, token);
                return Write(found, sample => sample.Name, sample => queue.Result(sample, target));
            });
        }
    }

    private Task ListCatalogAsync(PipelineQueue queue, CancellationToken cancellationToken)
    {
        Write(LoadCatalog().SampleApps, sample => sample.Name, queue.Object);
        return Task.CompletedTask;
    }

    private int Write<T>(IReadOnlyList<T> samples, Func<T, string> name, Action<T> write)
    {
        var pattern = WildcardPattern.Get(Name, WildcardOptions.IgnoreCase);
        foreach (var sample in samples.Where(sample => pattern.IsMatch(name(sample))))
        {
            write(sample);
        }

        return samples.Count;
    }
}
