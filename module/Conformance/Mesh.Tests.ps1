Describe 'Mesh' {
    It 'is ready and injects' {
        $mesh = Wait-NsmMesh
        $mesh.State | Should -Be Ready -Because $mesh.Message
        $mesh.Injecting | Should -BeTrue
    }

    It 'passes every check' {
        Test-NsmMesh | Where-Object Outcome -EQ Failed | ForEach-Object { "$($_.Id) $($_.Target): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
