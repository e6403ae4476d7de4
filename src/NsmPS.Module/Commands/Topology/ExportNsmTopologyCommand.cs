using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Pipeline;
using NsmPS.Proof;
using NsmPS.Session;
using NsmPS.Topology;
using NsmPS.Topology.Export;

namespace NsmPS.Commands;

/// <summary>Draws who is connected with whom.</summary>
[Cmdlet(VerbsData.Export, "NsmTopology", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportNsmTopologyCommand : TopologyCommand
{
    [Parameter(HelpMessage = "How to draw it: Mermaid, Dot, Html or Svg; without it what the ending of -Path says, else Mermaid.")]
    public NsmTopologyFormat? Format { get; set; }

    [Parameter(Position = 0, HelpMessage = "The file to write; without it the drawing is output as text.")]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(HelpMessage = "Ping over every wire, and colour wires by the result.")]
    public SwitchParameter Ping { get; set; }

    [Parameter(HelpMessage = "Do not ask NSM's managers, only look into the pods.")]
    public SwitchParameter PodsOnly { get; set; }

    [Parameter(HelpMessage = "With more clients than this they are drawn together, node by node; 0 always does.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int GroupAbove { get; set; } = TopologyWriter.MostSingleClients;

    [Parameter(HelpMessage = "Overwrite an existing file.")]
    public SwitchParameter Force { get; set; }

    [Parameter(HelpMessage = "Write the file that was written, as an object.")]
    public SwitchParameter PassThru { get; set; }

    private protected override TopologyOptions Options => new() { AskManagers = !PodsOnly };

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (GroupAbove < 0)
        {
            Fail(Invalid($"-GroupAbove is {GroupAbove}; it must be at least 0.", nameof(GroupAbove)));
        }
    }

    protected override void ProcessRecord()
    {
        var file = FileSystemPath(Path, NsmErrors.FileNotWritable);
        if (file is not null && AskedFor + ResolveTargets().Count > 1)
        {
            Fail(Invalid("-Path takes the drawing of one cluster; several contexts are given.", nameof(Path)));
        }

        var format = NsmTopologyFormat.Mermaid;
        Run(_ =>
        {
            format = TopologyFiles.FormatOf(file, Format);
            if (file is not null)
            {
                WholeFile.Require(file, Force);
            }
        });
        if (file is not null && !ShouldProcess(file, "Write topology"))
        {
            return;
        }

        ForEachCluster(async (target, queue, token) =>
        {
            var text = TopologyWriter.Write(await ReadAndPingAsync(target, queue, token), format, GroupAbove);
            if (file is null)
            {
                queue.Object(text);
            }
            else
            {
                await WholeFile.WriteAsync(file, text, Force, token);
                if (PassThru)
                {
                    queue.Object(new FileInfo(file));
                }
            }
        });
    }

    private async Task<NsmTopology> ReadAndPingAsync(ClusterTarget target, PipelineQueue queue, CancellationToken cancellationToken)
    {
        var topology = await ReadAsync(target, queue, cancellationToken);
        return Ping
            ? await new TopologyPing(await ConnectAsync(target, cancellationToken), new ManagerCrossConnects())
                .PingAsync(topology, cancellationToken)
            : topology;
    }
}
