using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Pipeline;
using NsmPS.Reports;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Writes how a mesh does on a cluster, as Meshery's documentation collects it.</summary>
[Cmdlet(VerbsData.Export, "NsmCompatibility", SupportsShouldProcess = true)]
[OutputType(typeof(NsmCompatibility))]
public sealed class ExportNsmCompatibilityCommand : LifecycleCommand
{
    private static readonly CompatibilityOptions s_defaults = new();

    [Parameter(Mandatory = true, Position = 0,
        HelpMessage = "The folder to write the file into; its name is made of the moment and the contents.")]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter(HelpMessage = "The version of the adapter that the result is for.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string ComponentVersion { get; set; } = s_defaults.ComponentVersion;

    [Parameter(HelpMessage = "The version of the Meshery server that took part.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string ServerVersion { get; set; } = s_defaults.ServerVersion;

    [Parameter(HelpMessage = "The kind of cluster, for example minikube.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Distribution { get; set; } = s_defaults.Distribution;

    [Parameter(HelpMessage = "Write a result of a sandbox too; it is marked as one.")]
    public SwitchParameter AllowSandbox { get; set; }

    protected override void ProcessRecord()
    {
        var folder = FileSystemPath(Path, NsmErrors.FileNotWritable)!;
        if (!Directory.Exists(folder))
        {
            Fail(new NsmException(NsmErrors.FileNotWritable, $"The folder '{folder}' does not exist.", folder));
        }

        if (!ShouldProcess(folder, "Write compatibility result"))
        {
            return;
        }

        var options = new CompatibilityOptions
        {
            ComponentVersion = ComponentVersion,
            ServerVersion = ServerVersion,
            Distribution = Distribution,
            AllowSandbox = AllowSandbox
        };
        ForEachCluster(async (target, queue, token) =>
        {
            var result = await new CompatibilityReader(await ConnectAsync(target, token)).ReadAsync(options, token);
            var file = System.IO.Path.Combine(folder, CompatibilityFile.Name(result));
            await WholeFile.WriteAsync(file, CompatibilityFile.Write(result), overwrite: false, token);
            queue.Result(result with { File = file }, target);
        });
    }
}
