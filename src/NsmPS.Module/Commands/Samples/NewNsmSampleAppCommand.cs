using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Samples;
using NsmPS.Samples.Folders;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Creates a sample application.</summary>
[Cmdlet(VerbsCommon.New, "NsmSampleApp", SupportsShouldProcess = true, DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmSampleApp), typeof(NsmPlan))]
public sealed class NewNsmSampleAppCommand : CreationCommand
{
    private const string PathSet = "Path";

    private string? _folder;
    private string? _root;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "The samples' names; Get-NsmSampleApp -ListAvailable lists them.")]
    [Parameter(ParameterSetName = PathSet, HelpMessage = "What the sample of a folder is called; without it as the folder.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = PathSet,
        HelpMessage = "A folder with a kustomization or with plain YAML files, of which the sample is made.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = PathSet, HelpMessage = "The folder that holds everything that -Path refers to; nothing outside is read.")]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "The number of clients; without it the sample's own.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? ClientReplicas { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "The number of endpoints; without it the sample's own.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? EndpointReplicas { get; set; }

    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "Whether endpoints must be on different nodes (Required) or only should (Preferred).")]
    public NsmSpread Spread { get; set; } = NsmSpread.Required;

    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "Secrets of the sample's namespace with which its images are pulled from a private registry.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] ImagePullSecret { get; set; } = [];

    private protected override IReadOnlyList<string> Subjects => Plan is not null ? base.Subjects
        : _folder is not null && Name.Length == 0 ? [System.IO.Path.GetFileName(_folder)]
        : Name;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        (_folder, _root) = (Full(Path), Full(Root));
        if (_folder is not null && Name.Length > 1)
        {
            Fail(Invalid("A folder is one sample; -Name gives more than one name.", nameof(Name)));
        }
    }

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var options = earlier is null ? Options(target)
            : !IsRemoval(earlier) && earlier.SampleApp is { } planned ? planned
            : throw WrongPlan(earlier, "a sample application");
        var cluster = await ConnectAsync(target, cancellationToken);
        return options.Path is null
            ? await new SamplePlanner(cluster).PlanCreateAsync(options, Force, cancellationToken)
            : await new FolderSamplePlanner(cluster).PlanCreateAsync(options, Force, cancellationToken);
    }

    private NsmSampleAppOptions Options(ClusterTarget target) => new()
    {
        Name = Subject,
        Path = _folder,
        Root = _root,
        Namespace = target.Namespace,
        ClientReplicas = ClientReplicas,
        EndpointReplicas = EndpointReplicas,
        ImagePullSecrets = ImagePullSecret,
        Spread = Spread,
    };

    private string? Full(string? path) => FileSystemPath(path, NsmErrors.ManifestInvalid) is { } full
        ? System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(full))
        : null;
}
