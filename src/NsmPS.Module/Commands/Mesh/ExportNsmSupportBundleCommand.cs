using System.Management.Automation;
using NsmPS.Bundles;
using NsmPS.Completion.Lists;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Packs what a maintainer asks for into one zip.</summary>
[Cmdlet(VerbsData.Export, "NsmSupportBundle", SupportsShouldProcess = true)]
[OutputType(typeof(NsmSupportBundle))]
public sealed class ExportNsmSupportBundleCommand : TimedCommand
{
    private const int MostLines = 100_000;
    private const long SmallestSize = 64 * 1024;
    private const long LargestSize = 512L * 1024 * 1024;

    private static readonly BundleOptions s_defaults = new();

    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The zip to write.")]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter(HelpMessage = "Replace the names of namespaces, nodes and pods, and addresses.")]
    public SwitchParameter Anonymize { get; set; }

    [Parameter(HelpMessage = "How many lines of each log are taken, from its end; from 1 to 100000.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int LogLine { get; set; } = s_defaults.LogLines;

    [Parameter(HelpMessage = "How many bytes the files may have together before they are packed, for example 20MB.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public long MaximumSize { get; set; } = s_defaults.LargestSize;

    [Parameter(HelpMessage = "Overwrite an existing file.")]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var file = FileSystemPath(Path, NsmErrors.FileNotWritable)!;
        Refuse(Problem());
        Run(_ => WholeFile.Require(file, Force));
        if (!ShouldProcess(file, "Write support bundle"))
        {
            return;
        }

        var options = new BundleOptions
        {
            Anonymize = Anonymize,
            LogLines = LogLine,
            LargestSize = MaximumSize,
            Timeout = Timeout,
            ModuleVersion = $"{MyInvocation.MyCommand.Module?.Version}",
        };
        ForEachCluster(async (target, queue, token) =>
        {
            var cluster = await ConnectAsync(target, token);
            var (bundle, zip) = await new SupportBundle(cluster, new ManagerCrossConnects()).TakeAsync(options, token);
            await PrivateFile.WriteAsync(file, zip, Force, token);
            foreach (var missing in bundle.NotRead)
            {
                queue.Verbose($"{bundle.Cluster}: {missing}");
            }

            queue.Result(bundle with { File = file, Size = zip.Length }, target);
        });
    }

    private NsmException? Problem() =>
        ResolveTargets().Count > 1 ? Invalid("-Path takes the bundle of one cluster; several contexts are given.", nameof(Path))
        : LogLine is < 1 or > MostLines ? Invalid($"-LogLine is {LogLine}; it must be from 1 to {MostLines}.", nameof(LogLine))
        : MaximumSize is < SmallestSize or > LargestSize
            ? Invalid($"-MaximumSize is {MaximumSize}; it must be from {SmallestSize} to {LargestSize}.", nameof(MaximumSize))
        : null;
}
