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

    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "The samples to show; wildcards are allowed.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

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
            Run(queue => Write(Name, LoadCatalog().SampleApps, sample => sample.Name, queue.Object, queue, cluster: null));
        }
        else
        {
            // The next object of the pipeline brings other names.
            var names = Name;
            ForEachCluster(async (target, queue, token) =>
            {
                var samples = new SampleReader(await ConnectAsync(target, token));
                var exact = names is [var one] && !WildcardPattern.ContainsWildcardCharacters(one) ? one : null;
                var found = await samples.GetAsync(exact, target.Namespace, token);
                Write(names, found, sample => sample.Name, sample => queue.Result(sample, target), queue, target.Label);
            });
        }
    }

    private static void Write<T>(string[] names, IReadOnlyList<T> samples, Func<T, string> name, Action<T> write, PipelineQueue queue,
        string? cluster)
    {
        var patterns = names.Select(wanted => NamePattern.Of(wanted)).ToList();
        foreach (var sample in samples.Where(sample => patterns.Exists(pattern => pattern.IsMatch(name(sample)))))
        {
            write(sample);
        }

        foreach (var missing in ExactNames.Missing(names, samples.Select(name)))
        {
            var problem = new NsmException(NsmErrors.SampleNotFound, $"There is no sample '{missing}'.", missing);
            queue.Error(ErrorRecords.From(problem, cluster));
        }
    }
}
