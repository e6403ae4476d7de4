using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Rendering;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Writes what would be applied as YAML.</summary>
[Cmdlet(VerbsData.Export, "NsmManifest", SupportsShouldProcess = true, DefaultParameterSetName = MeshSet)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportNsmManifestCommand : NsmCommand
{
    private const string MeshSet = "Mesh";
    private const string SampleSet = "SampleApp";

    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "The release; without it the newest of generation v0.2.")]
    [NameOf(nameof(NsmRelease.Version), typeof(NsmRelease))]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string? Version { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = SampleSet, ValueFromPipeline = true,
        HelpMessage = "The sample to write instead of the mesh.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string SampleApp { get; set; } = "";

    [Parameter(HelpMessage = "The namespace; without it the release's default.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Namespace { get; set; }

    [Parameter(ParameterSetName = MeshSet, HelpMessage = "The forwarding plane, such as vpp or kernel; without it the release's default.")]
    [ArgumentCompleter(typeof(ForwardingPlaneCompleter))]
    public string? ForwardingPlane { get; set; }

    [Parameter(ParameterSetName = MeshSet, HelpMessage = "Optional components to write as well.")]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    public string[] Component { get; set; } = [];

    [Parameter(ParameterSetName = MeshSet, HelpMessage = "A registry, with or without a path, to take every image from.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? ImageRegistry { get; set; }

    [Parameter(ParameterSetName = MeshSet, HelpMessage = "An image tag instead of the release's own.")]
    [ArgumentCompleter(typeof(ImageTagCompleter))]
    public string? ImageTag { get; set; }

    [Parameter(ParameterSetName = MeshSet, HelpMessage = "When nodes pull images: Always, IfNotPresent or Never.")]
    [ArgumentCompleter(typeof(PullPolicyCompleter))]
    public string? ImagePullPolicy { get; set; }

    [Parameter(HelpMessage = "Secrets of the namespace with which the images are pulled from a private registry.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] ImagePullSecret { get; set; } = [];

    [Parameter(ParameterSetName = MeshSet,
        HelpMessage = "The folder in which the kubelets keep their files, where it is not /var/lib/kubelet.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? KubeletPath { get; set; }

    [Parameter(ParameterSetName = MeshSet, HelpMessage = "Leave out SPIRE, because the cluster has one; for releases of NSM v1.")]
    public SwitchParameter UseExistingSpire { get; set; }

    [Parameter(ParameterSetName = SampleSet, HelpMessage = "The number of clients; without it the sample's own.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? ClientReplicas { get; set; }

    [Parameter(ParameterSetName = SampleSet, HelpMessage = "The number of endpoints; without it the sample's own.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? EndpointReplicas { get; set; }

    [Parameter(ParameterSetName = SampleSet,
        HelpMessage = "Whether endpoints must be on different nodes (Required) or only should (Preferred).")]
    public NsmSpread Spread { get; set; } = NsmSpread.Required;

    [Parameter(HelpMessage = "A folder with mesh/ and samples/ that adds releases and samples to the module's own.")]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    [Parameter(HelpMessage = "The file to write; without it the YAML is output as text.")]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(HelpMessage = "Overwrite an existing file.")]
    public SwitchParameter Force { get; set; }

    [Parameter(HelpMessage = "Write the file that was written, as an object.")]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        var folder = FileSystemPath(ManifestPath, NsmErrors.CatalogInvalid);
        var file = FileSystemPath(Path, NsmErrors.FileNotWritable);
        var yaml = "";
        if (!TryRun(_ => yaml = Export(ModuleCatalog.Load(folder))))
        {
            return;
        }

        if (file is null)
        {
            WriteObject(yaml);
        }
        else if (ShouldProcess(file, "Write manifest")
            && TryRun((_, token) => PrivateFile.WriteAsync(file, yaml, Force, token)) && PassThru)
        {
            WriteObject(new FileInfo(file));
        }
    }

    private string Export(Catalog catalog)
    {
        var release = Version ?? catalog.DefaultRelease.Version;
        return ParameterSetName == SampleSet
            ? ManifestExport.SampleApp(catalog, SampleOptions(), release)
            : ManifestExport.Mesh(catalog, MeshOptions(release), TimeProvider.System);
    }

    private NsmMeshOptions MeshOptions(string release) => new()
    {
        Version = release,
        Namespace = Namespace,
        ForwardingPlane = ForwardingPlane,
        Components = Component,
        ImageRegistry = ImageRegistry,
        ImageTag = ImageTag,
        ImagePullPolicy = ImagePullPolicy,
        ImagePullSecrets = ImagePullSecret,
        KubeletPath = KubeletPath,
        UseExistingSpire = UseExistingSpire,
    };

    private NsmSampleAppOptions SampleOptions() => new()
    {
        Name = SampleApp,
        Namespace = Namespace,
        ClientReplicas = ClientReplicas,
        EndpointReplicas = EndpointReplicas,
        ImagePullSecrets = ImagePullSecret,
        Spread = Spread,
    };
}
