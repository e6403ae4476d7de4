using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Console.Hosting;

namespace NsmPS.Console.Tests.Hosting;

public sealed class ProgressPaneTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ProgressPane _pane;

    public ProgressPaneTests() => _pane = new ProgressPane(_output, color: false, _time);

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Update_FasterThanTheEyeSees_DrawsOncePerInterval()
    {
        Update(1, "first");
        Update(1, "too soon");
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Update(1, "later");

        Assert.Equal("Apply: first\r\e[JApply: later", _output.ToString());
    }

    [Fact]
    public void Update_SeveralActivities_DrawsALineEach()
    {
        Update(1, "outer");
        Update(2, "inner", parent: 1);
        _pane.Erase();

        Assert.Equal("Apply: outer\r\e[JApply: outer\n  Apply: inner\r\e[1A\e[J", _output.ToString());
    }

    [Fact]
    public void Update_CompletedParent_TakesItsChildrenAlong()
    {
        Update(1, "outer");
        Update(2, "inner", parent: 1);
        _output.GetStringBuilder().Clear();
        Update(1, "done", type: ProgressRecordType.Completed);

        Assert.Equal("\r\e[1A\e[J", _output.ToString());
    }

    [Fact]
    public void Update_LongOrBrokenText_StaysInOneLine()
    {
        Update(1, "a\nb " + new string('x', 200));

        Assert.Equal("Apply: a b " + new string('x', 28), _output.ToString());
    }

    private void Update(int id, string status, int parent = -1, ProgressRecordType type = ProgressRecordType.Processing)
    {
        var record = new ProgressRecord(id, "Apply", status) { ParentActivityId = parent, RecordType = type };
        _pane.Update(sourceId: 1, record, width: 40, height: 30, mayDraw: true);
    }
}
